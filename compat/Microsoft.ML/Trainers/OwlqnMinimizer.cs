using System.Numerics.Tensors;

namespace Microsoft.ML.Trainers;

/// <summary>
/// OWL-QN for a smooth function plus a weight times the sum of magnitudes (Andrew and Gao, Scalable Training of
/// L1-Regularized Log-Linear Models, ICML 2007). Own code because MathNet has none. Steps, stopping rule and single
/// precision are ML.NET's: where the function is flat, they decide where the search ends.
/// </summary>
internal sealed class OwlqnMinimizer
{
    private const double ArmijoConstant = 1e-4;
    private const double Backtracking = 0.25;
    private const int MaximumLineSearchSteps = 8;

    private readonly Func<double[], double[], double> _function;
    private readonly int _freeCount;
    private readonly double _l1;
    private readonly double _tolerance;
    private readonly int _maximumIterations;
    private readonly LbfgsHistory _history;

    /// <param name="function">The value of the smooth part; writes its gradient.</param>
    /// <param name="freeCount">The number of parameters at the start that have no penalty.</param>
    /// <param name="l1">The weight of the sum of the other parameters' magnitudes.</param>
    public OwlqnMinimizer(
        Func<double[], double[], double> function,
        int freeCount,
        double l1,
        int historySize,
        double tolerance,
        int maximumIterations
    )
    {
        _function = function;
        _freeCount = freeCount;
        _l1 = l1;
        _history = new LbfgsHistory(historySize);
        _tolerance = tolerance;
        _maximumIterations = maximumIterations;
    }

    /// <summary>Minimizes the function from <paramref name="start"/>. Returns the point that was reached.</summary>
    public double[] Minimize(double[] start)
    {
        var current = Evaluate(start);
        var improvement = new MeanImprovement();
        for (var iteration = 1; iteration <= _maximumIterations; iteration++)
        {
            var steepest = SteepestDescent(current);
            var direction = (double[])steepest.Clone();
            _history.MultiplyByInverseHessian(direction);
            for (var i = 0; i < direction.Length; i++)
            {
                direction[i] = steepest[i] == 0 ? 0 : direction[i];
            }

            if (!(TensorPrimitives.Dot(direction, steepest) > 0))
            {
                break; // at the optimum
            }

            var step = iteration == 1 ? 1 / TensorPrimitives.Norm(direction) : 1;
            var next = Search(current, steepest, direction, step, MaximumLineSearchSteps);
            if (next == null)
            {
                _history.Clear();
                next = Search(current, steepest, (double[])steepest.Clone(), step, int.MaxValue);
            }

            var mean = improvement.Add(current.Value - next.Value);
            var isDone = mean < _tolerance || next.X.AsSpan().SequenceEqual(current.X);
            _history.Add(current.X, next.X, current.Gradient, next.Gradient);
            current = next;
            if (isDone)
            {
                break;
            }
        }

        return current.X;
    }

    private Point Evaluate(double[] x)
    {
        var gradient = new double[x.Length];
        var value = _function(x, gradient) + _l1 * TensorPrimitives.SumOfMagnitudes<double>(x.AsSpan(_freeCount));
        RoundToSingle(gradient);
        return new Point(x, gradient, (float)value);
    }

    /// <summary>Computes the negative of the subgradient with the smallest magnitude.</summary>
    private double[] SteepestDescent(Point point)
    {
        var descent = new double[point.X.Length];
        for (var i = 0; i < descent.Length; i++)
        {
            var slope = -point.Gradient[i];
            descent[i] =
                i < _freeCount ? slope
                : point.X[i] != 0 ? slope - _l1 * Math.Sign(point.X[i])
                : Math.Abs(slope) > _l1 ? slope - _l1 * Math.Sign(slope)
                : 0;
        }

        return descent;
    }

    /// <summary>Shortens the step until the value is small enough. Returns null if that takes too many trials.</summary>
    private Point Search(Point from, double[] steepest, double[] direction, double step, int maximumSteps)
    {
        var x = Move(from.X, direction, step);
        if (Gain(from.X, x, steepest) < 0)
        {
            for (var i = _freeCount; i < direction.Length; i++)
            {
                direction[i] = steepest[i] * direction[i] < 0 ? 0 : direction[i];
            }

            x = Move(from.X, direction, step);
        }

        for (var i = 0; i < maximumSteps; i++)
        {
            var point = Evaluate(x);
            var limit = from.Value - ArmijoConstant * Gain(from.X, x, steepest);
            if (point.Value <= (float)limit)
            {
                return point;
            }

            step *= Backtracking;
            x = Move(from.X, direction, step);
        }

        return null;
    }

    /// <summary>Takes a step that stops at zero where it would change a sign.</summary>
    private double[] Move(double[] from, double[] direction, double step)
    {
        var to = new double[from.Length];
        TensorPrimitives.MultiplyAdd(direction, step, from, to);
        for (var i = _freeCount; i < to.Length; i++)
        {
            to[i] = from[i] * to[i] < 0 ? 0 : to[i];
        }

        RoundToSingle(to);
        return to;
    }

    private static void RoundToSingle(double[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)values[i];
        }
    }

    private static double Gain(double[] from, double[] to, double[] steepest) =>
        TensorPrimitives.Dot(steepest, to) - TensorPrimitives.Dot(steepest, from);

    private sealed record Point(double[] X, double[] Gradient, double Value);
}
