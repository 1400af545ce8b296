package dev.parity.diagnose;

import dev.parity.formula.Add;
import dev.parity.formula.Node;
import dev.parity.formula.Times;
import java.util.List;
import java.util.Optional;

/**
 * A term or a factor that stands in another place than it should: epsilon under the root, the rate within the momentum.
 *
 * @param from the way to the sum or product
 * @param number which of its parts
 * @param to the way to what it is added to, or multiplied with; everywhere where the same stands
 */
record Moved(List<Integer> from, int number, List<Integer> to, String words, int cost) implements Change {
    Moved {
        from = List.copyOf(from);
        to = List.copyOf(to);
    }

    @Override
    public Optional<Node> in(Node tree, Bench bench) {
        if (!AtNode.exists(tree, from) || !AtNode.exists(tree, to)) {
            return Optional.empty();
        }
        Node target = tree.at(to);
        if (tree.at(from) instanceof Add sum && number < sum.terms().size()) {
            Node term = sum.terms().get(number);
            Node with = sum.signs().get(number) > 0 ? target.plus(term) : target.minus(term);
            return Optional.of(moved(tree, sum, sum.without(number), target, with));
        }
        if (tree.at(from) instanceof Times product && number < product.factors().size()) {
            Node factor = product.factors().get(number);
            return Optional.of(moved(tree, product, product.without(number), target, factor.times(target)));
        }
        return Optional.empty();
    }

    /** Where the target lies within the sum, it changes first; where the sum lies within the target, last. */
    private Node moved(Node tree, Node place, Node rest, Node target, Node with) {
        boolean inner = to.size() >= from.size() && to.subList(0, from.size()).equals(from);
        if (inner) {
            return tree.replace(from, AtNode.all(rest, target, with));
        }
        Node left = tree.replace(from, rest);
        boolean outer = from.size() > to.size() && from.subList(0, to.size()).equals(to);
        if (outer) {
            Node around = left.at(to);
            Node moved = place instanceof Add sum
                    ? (sum.signs().get(number) > 0
                            ? around.plus(sum.terms().get(number))
                            : around.minus(sum.terms().get(number)))
                    : ((Times) place).factors().get(number).times(around);
            return left.replace(to, moved);
        }
        return AtNode.all(left, target, with);
    }

    @Override
    public Optional<Written> written(Node tree, Bench bench) {
        return Optional.empty();
    }
}
