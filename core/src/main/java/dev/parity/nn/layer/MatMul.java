package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Formula;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.nn.Array;
import dev.parity.nn.Axes;
import dev.parity.nn.Frame;
import dev.parity.nn.Matrix;
import dev.parity.nn.Rounding;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * y = a b, a matrix product for each index of the dimensions in front, which are equal or broadcast.
 * <pre>
 *   a (*, n, k)    b (*, k, m)    y (*, n, m)
 *   da = dy bᵀ        db = aᵀ dy        both summed over the dimensions in which a or b was repeated
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.matmul.html">torch.matmul</a>
 */
public record MatMul() implements Layer {
    @Override
    public Shape output(Shape... x) {
        if (x.length != 2) {
            throw new BadInput("MatMul takes two inputs, and here are " + x.length);
        }
        Shape a = x[0];
        Shape b = x[1];
        if (a.rank() < 2 || b.rank() < 2 || a.dim(-1) != b.dim(-2)) {
            throw new BadInput("MatMul takes (*, n, k) and (*, k, m), and here come " + a + " and " + b);
        }
        Shape front = Broadcast.shape("MatMul, in the dimensions before the matrices,", front(a), front(b));
        int[] dims = Arrays.copyOf(front.dims(), front.rank() + 2);
        dims[front.rank()] = a.dim(-2);
        dims[front.rank() + 1] = b.dim(-1);
        return Shape.of(dims);
    }

    private static Shape front(Shape x) {
        return Shape.of(Arrays.copyOf(x.dims(), x.rank() - 2));
    }

    @Override
    public void forward(Frame at) {
        at.y(output(at.x(0).shape(), at.x(1).shape()));
        each(at, at.x(0), at.x(1), at.y(), (a, b, y) -> y.product(a, b));
    }

    @Override
    public void backward(Frame at) {
        Array da = at.dx(0);
        Array db = at.dx(1);
        da.fill(0);
        db.fill(0);
        each(at, da, at.x(1), at.dy(), (a, b, dy) -> a.addProduct(dy, b.t()));
        each(at, at.x(0), db, at.dy(), (a, b, dy) -> b.addProduct(a.t(), dy));
    }

    private interface Product {
        void of(Matrix a, Matrix b, Matrix y);
    }

    /** The product for each index of the dimensions in front; if b has none, the rows of a are those of one matrix. */
    private static void each(Frame at, Array left, Array right, Array result, Product product) {
        Shape x = at.x(0).shape();
        int k = x.dim(-1);
        int m = right.dim(-1);
        if (right.shape().rank() == 2) {
            int n = x.size(0, x.rank() - 1);
            product.of(left.matrix(n, k), right.matrix(k, m), result.matrix(n, m));
            return;
        }
        int n = x.dim(-2);
        // Each matrix counts as one element of the dimensions in front.
        Shape all = rows(result.shape());
        Broadcast ofLeft = new Broadcast(rows(left.shape()), all);
        Broadcast ofRight = new Broadcast(rows(right.shape()), all);
        Matrix a = left.matrix(n, k);
        Matrix b = right.matrix(k, m);
        Matrix y = result.matrix(n, m);
        for (int i = 0; i < all.size(); i++) {
            product.of(a.at(ofLeft.start(i) * n * k), b.at(ofRight.start(i) * k * m), y.at(i * n * m));
        }
    }

    /** The dimensions in front, and one of size 1, so that each matrix is a row of its own. */
    private static Shape rows(Shape x) {
        int[] dims = Arrays.copyOf(x.dims(), x.rank() - 1);
        dims[x.rank() - 2] = 1;
        return Shape.of(dims);
    }

    @Override
    public String torch() {
        return "y = torch.matmul(xs[0], xs[1])";
    }

    @Override
    public Rounding rounding() {
        return Rounding.products();
    }

    @Override
    public List<Formula> formulas(DType network, Shape... x) {
        Shape y = output(x);
        Axis[] front = Axes.rows(y, 2);
        Axis r = Axis.of("r", y.dim(-2));
        Axis j = Axis.of("j", x[0].dim(-1));
        Axis s = Axis.of("col", y.dim(-1));
        Leaf a = Axes.broadcast("x0", front(x[0]), front);
        Leaf b = Axes.broadcast("x1", front(x[1]), front);
        Axis[] ofA = Axes.join(a.over().toArray(Axis[]::new), r, j);
        Axis[] ofB = Axes.join(b.over().toArray(Axis[]::new), j, s);
        Node x0 = Leaf.of("x0", ofA);
        Node x1 = Leaf.of("x1", ofB);
        Node dy = Leaf.of("dy", Axes.join(front, r, s));
        return List.of(
                Formula.of("y", "y", x0.times(x1).sum(j), Axes.join(front, r, s)),
                Formula.of("dx0", "dx0", dy.times(x1).sum(Axes.join(Axes.repeated(a, front), s)), ofA),
                Formula.of("dx1", "dx1", x0.times(dy).sum(Axes.join(Axes.repeated(b, front), r)), ofB));
    }
}
