"""The file of sites: an .npz, written array by array, under a temporary name until it is complete."""

import json
import os
import zipfile
from fnmatch import fnmatchcase

import numpy as np


class TraceFile:
    """Keys are sites. What made the file stands under #header, as the bytes of a JSON text."""

    def __init__(self, path, header, only="*"):
        self.path = path
        self.unfinished = path.with_name(path.name + ".unfinished")
        self.only = only
        self.header = header

    def __enter__(self):
        self.zip = zipfile.ZipFile(self.unfinished, "w", zipfile.ZIP_DEFLATED)
        text = json.dumps(self.header, sort_keys=True).encode()
        self.write("#header", np.frombuffer(text, np.uint8))
        return self

    def __exit__(self, failure, *_):
        self.zip.close()
        if failure:
            self.unfinished.unlink()
        else:
            os.replace(self.unfinished, self.path)

    def put(self, site, tensor):
        if fnmatchcase(site, self.only):
            self.write(site, tensor.detach().numpy())

    def write(self, key, array):
        """Without a date, so that the same run makes the same bytes."""
        entry = zipfile.ZipInfo(f"{key}.npy")
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        with self.zip.open(entry, "w", force_zip64=True) as file:
            np.lib.format.write_array(file, np.ascontiguousarray(array) if array.ndim else array, allow_pickle=False)
