package dev.parity.formula;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A loop over time. At each step every state is made anew, of {@link Previous} states and of operands at that time, and the result is read
 * off the new ones.
 *
 * @param backwards whether time runs from its end
 * @param states by name; in parts() come their first values, then how a step makes them, then the result
 * @param first what they are before the first step
 * @param step how a step makes them, each of what was before the step and of those named before it
 * @param result what is put down at each time, of the same
 */
public record Scan(Axis time, boolean backwards, List<String> states, List<Node> first, List<Node> step, Node result)
        implements Node {
    public Scan {
        states = List.copyOf(states);
        first = List.copyOf(first);
        step = List.copyOf(step);
        if (states.size() != first.size() || states.size() != step.size()) {
            throw new IllegalArgumentException(states + " have " + first.size() + " first values");
        }
    }

    /** The name under which a step speaks of what it has made of a state just now. */
    public static Previous made(String state, Axis... over) {
        return new Previous(state + " now", List.of(over));
    }

    public static Previous before(String state, Axis... over) {
        return new Previous(state, List.of(over));
    }

    @Override
    public Values at(Evaluation e) {
        Map<String, Values> carried = new LinkedHashMap<>();
        e.loop();
        for (int i = 0; i < states.size(); i++) {
            carried.put(states.get(i), e.of(first.get(i)));
        }
        Values[] results = new Values[time.size()];
        for (int j = 0; j < time.size(); j++) {
            int t = backwards ? time.size() - 1 - j : j;
            Map<String, Values> now = new LinkedHashMap<>(carried);
            for (int i = 0; i < states.size(); i++) {
                now.put(states.get(i) + " now", e.step(time.name(), t, now, step.get(i)));
            }
            results[t] = e.step(time.name(), t, now, result);
            states.forEach(s -> carried.put(s, now.get(s + " now")));
        }
        e.loopIsOver();
        return stacked(results);
    }

    private Values stacked(Values[] results) {
        List<Axis> axes = new ArrayList<>(List.of(time));
        axes.addAll(results[0].axes());
        Values y = Values.room(axes);
        for (int t = 0; t < results.length; t++) {
            int n = results[t].size();
            System.arraycopy(results[t].v, 0, y.v, t * n, n);
            System.arraycopy(results[t].m, 0, y.m, t * n, n);
        }
        return y;
    }

    @Override
    public List<Node> parts() {
        return Stream.of(first, step, List.of(result)).flatMap(List::stream).toList();
    }

    @Override
    public Node with(List<Node> parts) {
        int n = states.size();
        return new Scan(time, backwards, states, parts.subList(0, n), parts.subList(n, 2 * n), parts.get(2 * n));
    }

    @Override
    public List<Axis> axes() {
        List<Axis> all = new ArrayList<>(List.of(time));
        result.axes().stream().filter(a -> !all.contains(a)).forEach(all::add);
        return all;
    }

    @Override
    public Set<String> whole() {
        Set<String> all = new LinkedHashSet<>(List.of(time.name()));
        parts().forEach(part -> all.addAll(part.whole()));
        return all;
    }

    @Override
    public Set<String> carries() {
        Set<String> all = new LinkedHashSet<>();
        step.forEach(s -> all.addAll(s.carries()));
        all.addAll(result.carries());
        states.forEach(s -> all.removeAll(Set.of(s, s + " now")));
        first.forEach(f -> all.addAll(f.carries()));
        return all;
    }

    @Override
    public int binds() {
        return 0;
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder(result.text()).append(" with");
        for (int i = 0; i < states.size(); i++) {
            text.append(i == 0 ? " " : ", ")
                    .append(states.get(i))
                    .append(" = ")
                    .append(step.get(i).text());
        }
        return text + (backwards ? " back" : "") + " over " + time.name();
    }

    @Override
    public List<Slip> slips(Ground ground) {
        return List.of(new Slip(
                "time runs " + (backwards ? "forwards" : "backwards"),
                new Scan(time, !backwards, states, first, step, result),
                3));
    }
}
