using System.Numerics.Tensors;

namespace Microsoft.ML.Trainers;

/// <summary>The last steps and changes of the gradient, which tell about the inverse Hessian matrix.</summary>
internal sealed class LbfgsHistory(int size)
{
    private readonly LinkedList<(double[] Step, double[] Change, double InverseCurvature)> _items = new();

    public bool IsEmpty => _items.Count == 0;

    public void Clear() => _items.Clear();

    /// <summary>Adds a step, unless the function does not curve upwards along it.</summary>
    public void Add(double[] fromX, double[] toX, double[] fromGradient, double[] toGradient)
    {
        var step = new double[fromX.Length];
        var change = new double[fromX.Length];
        TensorPrimitives.Subtract(toX, fromX, step);
        TensorPrimitives.Subtract(toGradient, fromGradient, change);
        var curvature = TensorPrimitives.Dot(step, change);
        if (!(curvature > 0))
        {
            return;
        }

        if (_items.Count == size)
        {
            _items.RemoveFirst();
        }

        _items.AddLast((step, change, 1 / curvature));
    }

    /// <summary>
    /// Multiplies a vector by the estimated inverse Hessian matrix (Nocedal and Wright, Numerical Optimization, 2006,
    /// algorithm 7.4).
    /// </summary>
    public void MultiplyByInverseHessian(double[] d)
    {
        if (IsEmpty)
        {
            return;
        }

        var factors = new double[_items.Count];
        var i = 0;
        for (var node = _items.Last; node != null; node = node.Previous)
        {
            factors[i] = node.Value.InverseCurvature * TensorPrimitives.Dot(node.Value.Step, d);
            AddScaled(d, -factors[i++], node.Value.Change);
        }

        var change = _items.Last.Value.Change;
        TensorPrimitives.Multiply(
            d,
            1 / (_items.Last.Value.InverseCurvature * TensorPrimitives.Dot(change, change)),
            d
        );
        for (var node = _items.First; node != null; node = node.Next)
        {
            var beta = node.Value.InverseCurvature * TensorPrimitives.Dot(node.Value.Change, d);
            AddScaled(d, factors[--i] - beta, node.Value.Step);
        }
    }

    private static void AddScaled(double[] to, double factor, double[] values) =>
        TensorPrimitives.MultiplyAdd(values, factor, to, to);
}
