using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>A linear layer y = x W' + b, with dW = dy' x, db = 1' dy and dx = dy W: three matrix products per step.</summary>
internal sealed class LinearLayer : GradientLayer
{
    private readonly LayerParameters parameters;
    private readonly Tensor transposedWeight; // [in, out]
    private readonly Tensor output; // [n, out]
    private readonly Tensor ones; // [1, n]
    private readonly Tensor? inputGradient; // [n, in]
    private Tensor? input;

    /// <param name="parameters">Weight [out, in], bias [out].</param>
    /// <param name="rowCount">n.</param>
    /// <param name="needsInputGradient">Whether an earlier layer has parameters.</param>
    /// <param name="output">Receives the output, [n, out]; null for a new buffer.</param>
    /// <param name="inputGradient">Receives the gradient with respect to the input if it is needed, [n, in]; null for a new buffer.</param>
    public LinearLayer(
        LayerParameters parameters,
        long rowCount,
        bool needsInputGradient,
        Tensor? output = null,
        Tensor? inputGradient = null
    )
    {
        this.parameters = parameters;
        transposedWeight = parameters.Weight.t();
        this.output = output ?? empty(rowCount, parameters.Weight.shape[0]);
        ones = TorchSharp.torch.ones(1, rowCount);
        this.inputGradient = needsInputGradient ? inputGradient ?? empty(rowCount, parameters.Weight.shape[1]) : null;
    }

    public override Tensor Forward(Tensor x)
    {
        input = x;
        output.addmm_(x, transposedWeight, 0, 1);
        if (parameters.Bias is { } bias)
        {
            output.add_(bias, Held(1));
        }

        return output;
    }

    public override Tensor? Backward(Tensor gradient)
    {
        parameters.WeightGradient.addmm_(gradient.t(), input!, 0, 1);
        parameters.BiasGradient?.unsqueeze(0).addmm_(ones, gradient, 0, 1);
        inputGradient?.addmm_(gradient, parameters.Weight, 0, 1);
        return inputGradient;
    }
}
