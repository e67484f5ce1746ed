using System.Numerics.Tensors;

namespace Microsoft.ML.Trainers;

/// <summary>
/// L-BFGS for a smooth function (Nocedal and Wright, Numerical Optimization, 2006, algorithms 7.4, 3.5 and 3.6).
/// Own code because MathNet's keeps a dense matrix per update and offers no stopping rule on the value.
/// </summary>
internal sealed class LbfgsMinimizer
{
    private const double ArmijoConstant = 1e-4;
    private const double CurvatureConstant = 0.9;
    private const int MaximumLineSearchSteps = 40;

    private readonly Func<double[], double[], double> _function;
    private readonly double _tolerance;
    private readonly int _maximumIterations;
    private readonly LbfgsHistory _history;

    public LbfgsMinimizer(
        Func<double[], double[], double> function,
        int historySize,
        double tolerance,
        int maximumIterations
    )
    {
        _function = function;
        _history = new LbfgsHistory(historySize);
        _tolerance = tolerance;
        _maximumIterations = maximumIterations;
    }

    /// <summary>Minimizes the function from <paramref name="start"/>. Returns the point that was reached.</summary>
    public double[] Minimize(double[] start)
    {
        var current = new Point(start, new double[start.Length]);
        current.Value = _function(current.X, current.Gradient);
        var improvement = new MeanImprovement();
        for (var iteration = 1; iteration <= _maximumIterations; iteration++)
        {
            var norm = TensorPrimitives.Norm(current.Gradient);
            if (norm == 0)
            {
                break;
            }

            var direction = Negate(current.Gradient);
            _history.MultiplyByInverseHessian(direction);
            var slope = TensorPrimitives.Dot(direction, current.Gradient);
            if (!(slope < 0))
            {
                break;
            }

            var firstStep = _history.IsEmpty ? Math.Min(1, 1 / norm) : 1;
            var next = new LineSearch(_function, current, direction, slope).Run(firstStep);
            if (next == null)
            {
                break; // at the limit of the arithmetic
            }

            _history.Add(current.X, next.X, current.Gradient, next.Gradient);
            var mean = improvement.Add(current.Value - next.Value);
            current = next;
            if (mean < _tolerance)
            {
                break;
            }
        }

        return current.X;
    }

    private static double[] Negate(double[] values)
    {
        var negative = new double[values.Length];
        TensorPrimitives.Negate(values, negative);
        return negative;
    }

    private sealed class Point(double[] x, double[] gradient)
    {
        public double[] X { get; } = x;
        public double[] Gradient { get; } = gradient;
        public double Value { get; set; }
    }

    /// <summary>Finds a step that satisfies the strong Wolfe conditions.</summary>
    private sealed class LineSearch(
        Func<double[], double[], double> function,
        Point start,
        double[] direction,
        double startSlope
    )
    {
        private readonly record struct Trial(double Step, Point Point, double Slope);

        public Point Run(double firstStep)
        {
            var previous = new Trial(0, start, startSlope);
            var step = firstStep;
            for (var i = 0; i < MaximumLineSearchSteps; i++)
            {
                var trial = Try(step);
                if (!SufficientDecrease(trial) || (i > 0 && trial.Point.Value >= previous.Point.Value))
                {
                    return Zoom(previous, trial);
                }

                if (Math.Abs(trial.Slope) <= -CurvatureConstant * startSlope)
                {
                    return trial.Point;
                }

                if (trial.Slope >= 0)
                {
                    return Zoom(trial, previous);
                }

                previous = trial;
                step *= 2;
            }

            return previous.Step > 0 ? previous.Point : null;
        }

        // low has the smallest value so far; a good step lies between low and high.
        private Point Zoom(Trial low, Trial high)
        {
            for (var i = 0; i < MaximumLineSearchSteps; i++)
            {
                var step = Interpolate(low, high);
                if (step == low.Step || step == high.Step)
                {
                    break;
                }

                var trial = Try(step);
                if (!SufficientDecrease(trial) || trial.Point.Value >= low.Point.Value)
                {
                    high = trial;
                    continue;
                }

                if (Math.Abs(trial.Slope) <= -CurvatureConstant * startSlope)
                {
                    return trial.Point;
                }

                if (trial.Slope * (high.Step - low.Step) >= 0)
                {
                    high = low;
                }

                low = trial;
            }

            return low.Step > 0 && low.Point.Value < start.Value ? low.Point : null;
        }

        // Minimum of the parabola through low's value and slope and high's value, kept away from both ends.
        private static double Interpolate(Trial low, Trial high)
        {
            var width = high.Step - low.Step;
            var curvature = high.Point.Value - low.Point.Value - low.Slope * width;
            var fraction = curvature > 0 ? -low.Slope * width / (2 * curvature) : 0.5;
            if (double.IsNaN(fraction))
            {
                fraction = 0.5;
            }

            return low.Step + Math.Clamp(fraction, 0.1, 0.9) * width;
        }

        private bool SufficientDecrease(Trial trial) =>
            trial.Point.Value <= start.Value + ArmijoConstant * trial.Step * startSlope;

        private Trial Try(double step)
        {
            var x = new double[direction.Length];
            TensorPrimitives.MultiplyAdd(direction, step, start.X, x);
            var point = new Point(x, new double[x.Length]);
            point.Value = function(x, point.Gradient);
            return new Trial(step, point, TensorPrimitives.Dot(direction, point.Gradient));
        }
    }
}
