package dev.parity.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words of other libraries stand for what there is. */
class SynonymsTest {
    private static final Set<String> OTHERS =
            Set.of("max_norm", "clip_value", "from", "share", "weight", "bias", "shape");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "layers | Dense | ; did you mean \"Linear\"?",
                "layers | dense_layer | ; did you mean \"Linear\"?",
                "layers | View | ; did you mean \"Reshape\"?",
                "layers | Transpose | ; did you mean \"Permute\"?",
                "layers | Clamp | ; did you mean \"Hardtanh\"?",
                "layers | Sub | ; write {\"type\": \"Scale\", \"factor\": -1} behind one of the two, and Add",
                "layers | GlobalAveragePooling2D | ; did you mean \"AdaptiveAvgPool2d\"?",
                "layers | Relu | ; did you mean \"ReLU\"?",
                "layers | Perceptron | ''",
                "losses | MAE | ; did you mean \"L1Loss\"?",
                "losses | mean_squared_error | ; did you mean \"MSELoss\"?",
                "losses | SparseCategoricalCrossentropy | ; did you mean \"CrossEntropyLoss\"?",
                "optimizers | GradientDescent | ; did you mean \"SGD\"?",
                "schedulers | CosineDecay | ; did you mean \"CosineAnnealingLR\"?",
            })
    void typesAreTold(String catalogue, String word, String hint) {
        Catalogue of = Catalogue.all().stream()
                .filter(c -> c.name().equals(catalogue))
                .findFirst()
                .orElseThrow();
        assertEquals(hint, Synonyms.hint(of, word, Binder.registry(of.sealed()).keySet()));
    }

    @Test
    void fieldsAreToldByWhatIsKnown() {
        assertEquals("; did you mean \"lr\"?", Synonyms.hint("learning_rate", Set.of("lr", "momentum")));
        assertEquals("; did you mean \"out_features\"?", Synonyms.hint("units", Set.of("in_features", "out_features")));
        assertEquals("; did you mean \"hidden_size\"?", Synonyms.hint("units", Set.of("input_size", "hidden_size")));
        assertEquals("; did you mean \"eps\"?", Synonyms.hint("epsilon", Set.of("eps", "lr")));
        assertEquals("", Synonyms.hint("learning_rate", Set.of("momentum")));
    }

    @Test
    void everyMeaningExists() {
        List<String> wrong = new ArrayList<>();
        Set<String> fields = new TreeSet<>(SpecReader.FIELDS);
        fields.addAll(SourceReader.FIELDS.keySet());
        fields.addAll(OTHERS);
        fields.addAll(Set.of("batch_size", "shuffle", "drop_last", "divide", "one_hot", "parameters"));
        int checked = 0;
        for (Catalogue catalogue : Catalogue.all()) {
            Set<String> known = Binder.registry(catalogue.sealed()).keySet();
            catalogue.beside().forEach(b -> fields.add(b.name()));
            catalogue.entries().forEach(e -> e.options().forEach(o -> fields.add(o.name())));
            for (var word : Synonyms.all().get(catalogue.name()).entrySet()) {
                for (String meant : word.getValue()) {
                    boolean sentence = meant.contains(" ");
                    if (!sentence && !known.contains(meant)) {
                        wrong.add(word.getKey() + " = " + meant);
                    }
                    checked++;
                }
            }
        }
        for (var word : Synonyms.all().get("fields").entrySet()) {
            word.getValue().stream()
                    .filter(f -> !fields.contains(f))
                    .forEach(f -> wrong.add(word.getKey() + " = " + f));
        }
        assertEquals(List.of(), wrong);
        assertTrue(checked > 150, checked + " words");
    }

    @Test
    void fieldsBesideTheOptionsAreThoseOfTheReader() {
        Set<String> beside = new TreeSet<>();
        Catalogue.LAYERS.beside().forEach(b -> beside.add(b.name()));
        GraphReader.COMMON.stream()
                .filter(f -> !f.equals("type"))
                .forEach(f -> assertTrue(beside.contains(f), f + " is not told by parity list"));
        assertTrue(Catalogue.LOSSES.beside().stream()
                .map(Beside::name)
                .toList()
                .containsAll(List.of("target", "scale", "penalty")));
        assertEquals(
                new TreeSet<>(SpecReader.FIELDS),
                Beside.SPEC.stream().map(Beside::name).collect(Collectors.toCollection(TreeSet::new)));
        assertEquals("groups", Catalogue.OPTIMIZERS.beside().get(0).name());
    }

    @Test
    void batchmeanIsOfferedWhereItExists() {
        for (Catalogue.Entry loss : Catalogue.LOSSES.entries()) {
            loss.options().stream()
                    .filter(o -> o.name().equals("reduction"))
                    .forEach(o -> assertEquals(
                            loss.name().equals("KLDivLoss"), o.choices().contains("batchmean"), loss.name()));
        }
    }
}
