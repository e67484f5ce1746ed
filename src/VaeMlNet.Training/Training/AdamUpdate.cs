using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>The update of Adam (Kingma &amp; Ba 2015, algorithm 1), in one pass over memory where that is possible.</summary>
internal static class AdamUpdate
{
    /// <summary>beta_1 of the paper.</summary>
    public const double MeanDecay = 0.9;

    /// <summary>beta_2 of the paper.</summary>
    public const double SquareDecay = 0.999;

    /// <summary>epsilon of the paper.</summary>
    public const double Epsilon = 1e-8;

    /// <summary>Changes a parameter and its moments in place. All have the same shape.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="mean">m of the paper.</param>
    /// <param name="square">v of the paper.</param>
    /// <param name="step">The number of the step, from 1.</param>
    /// <param name="rate">The learning rate.</param>
    public static void Apply(Tensor parameter, Tensor gradient, Tensor mean, Tensor square, long step, double rate)
    {
        var size = rate / (1 - Math.Pow(MeanDecay, step));
        var root = Math.Sqrt(1 - Math.Pow(SquareDecay, step));
        if (new[] { parameter, gradient, mean, square }.All(IsInOneBlock))
        {
            Apply(
                TensorValues.Memory(parameter),
                TensorValues.Memory(gradient),
                TensorValues.Memory(mean),
                TensorValues.Memory(square),
                (float)size,
                (float)root
            );
            return;
        }

        mean.mul_(Held(MeanDecay)).add_(gradient, Held(1 - MeanDecay));
        square.mul_(Held(SquareDecay)).addcmul_(gradient, gradient, Held(1 - SquareDecay));
        parameter.addcdiv_(mean, (square.sqrt() / Held(root)).add_(Held(Epsilon), Held(1)), Held(-size));
    }

    private static void Apply(
        Span<float> parameter,
        ReadOnlySpan<float> gradient,
        Span<float> mean,
        Span<float> square,
        float size,
        float root
    )
    {
        var parameters = MemoryMarshal.Cast<float, Vector<float>>(parameter);
        var gradients = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        var means = MemoryMarshal.Cast<float, Vector<float>>(mean);
        var squares = MemoryMarshal.Cast<float, Vector<float>>(square);
        var scale = new Vector<float>(1 / root); // a product takes less time than a division
        for (var i = 0; i < parameters.Length; i++)
        {
            var g = gradients[i];
            var m = Vector.FusedMultiplyAdd(g, new((float)(1 - MeanDecay)), means[i] * (float)MeanDecay);
            var v = Vector.FusedMultiplyAdd(g * (float)(1 - SquareDecay), g, squares[i] * (float)SquareDecay);
            (means[i], squares[i]) = (m, v);
            parameters[i] -= m * size / Vector.FusedMultiplyAdd(Vector.SquareRoot(v), scale, new((float)Epsilon));
        }

        for (var i = parameters.Length * Vector<float>.Count; i < parameter.Length; i++)
        {
            var g = gradient[i];
            var m = MathF.FusedMultiplyAdd(g, (float)(1 - MeanDecay), mean[i] * (float)MeanDecay);
            var v = MathF.FusedMultiplyAdd(g * (float)(1 - SquareDecay), g, square[i] * (float)SquareDecay);
            (mean[i], square[i]) = (m, v);
            parameter[i] -= m * size / MathF.FusedMultiplyAdd(MathF.Sqrt(v), 1 / root, (float)Epsilon);
        }
    }

    private static bool IsInOneBlock(Tensor tensor) =>
        tensor.device_type == DeviceType.CPU && tensor.dtype == ScalarType.Float32 && tensor.is_contiguous();
}
