using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Dropout by factors that were drawn before, because the threads of a step share one random number generator.</summary>
internal sealed class DropoutLayer : GradientLayer
{
    private readonly Tensor output; // [n, width]

    public DropoutLayer(long rowCount, long width)
    {
        output = empty(rowCount, width);
    }

    /// <summary>Gets or sets the factors of the rows, [n, width], from <see cref="SeededDropout.DrawFactors"/>.</summary>
    public Tensor? Factors { get; set; }

    public override Tensor Forward(Tensor x) => output.copy_(x).mul_(Factors!);

    public override Tensor Backward(Tensor gradient) => gradient.mul_(Factors!);
}
