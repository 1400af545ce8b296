package dev.parity.spec;

/**
 * Where a value stands within the whole, such as {@code layers[2].in_features}. It is spelled out only when somebody is told: a
 * spec may hold millions of numbers.
 */
sealed interface JsonPath {
    JsonPath ROOT = new Root();

    /** The value of one of this object's fields. */
    default JsonPath field(String name) {
        return new Field(this, name);
    }

    /** One of this list's items. */
    default JsonPath item(int index) {
        return new Item(this, index);
    }

    /** The whole, which has no name. */
    record Root() implements JsonPath {
        @Override
        public String toString() {
            return "";
        }
    }

    record Field(JsonPath parent, String name) implements JsonPath {
        @Override
        public String toString() {
            return parent == ROOT ? name : parent + "." + name;
        }
    }

    record Item(JsonPath parent, int index) implements JsonPath {
        @Override
        public String toString() {
            return parent + "[" + index + "]";
        }
    }
}
