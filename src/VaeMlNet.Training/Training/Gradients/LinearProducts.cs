using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The matrix products of a linear layer: y = x W', dW = dy' x and dx = dy W.</summary>
internal class LinearProducts
{
    private readonly LayerParameters parameters;
    private readonly Tensor transposedWeight; // [in, out]
    private Tensor? input;

    private LinearProducts(LayerParameters parameters)
    {
        this.parameters = parameters;
        transposedWeight = parameters.Weight.t();
    }

    /// <summary>Creates the products of a layer.</summary>
    /// <param name="parameters">Weight [out, in].</param>
    /// <param name="rowCount">n.</param>
    public static LinearProducts Create(LayerParameters parameters, long rowCount) =>
        parameters.UsesMixedPrecision && rowCount * parameters.Weight.numel() >= Rounded.LeastMultiplications
            ? new Rounded(parameters, rowCount)
            : new LinearProducts(parameters);

    /// <summary>Computes the output, and keeps the input for <see cref="WeightGradient"/>.</summary>
    /// <param name="x">[n, in]. It must not change until <see cref="WeightGradient"/> is computed.</param>
    /// <param name="output">Receives x W', [n, out].</param>
    public virtual void Output(Tensor x, Tensor output)
    {
        input = x;
        output.addmm_(x, transposedWeight, 0, 1);
    }

    /// <summary>Computes the gradient of the weight.</summary>
    /// <param name="gradient">dy, [n, out].</param>
    public virtual void WeightGradient(Tensor gradient) => parameters.WeightGradient.addmm_(gradient.t(), input!, 0, 1);

    /// <summary>Computes the gradient with respect to the input, after <see cref="WeightGradient"/>.</summary>
    /// <param name="gradient">dy, [n, out].</param>
    /// <param name="inputGradient">Receives dy W, [n, in].</param>
    public virtual void InputGradient(Tensor gradient, Tensor inputGradient) =>
        inputGradient.addmm_(gradient, parameters.Weight, 0, 1);

    /// <summary>The products of matrices that are rounded to bfloat16, as are the results (<see cref="LayerCall"/>).</summary>
    private sealed class Rounded : LinearProducts
    {
        /// <summary>The fewest multiplications that are faster in bfloat16, although the matrices must be rounded first.</summary>
        public const long LeastMultiplications = 2_000_000;

        private readonly Tensor weight; // bfloat16 from here on, [out, in]
        private readonly Tensor transposed; // [in, out]
        private readonly Tensor x; // [n, in]
        private readonly Tensor y; // [n, out]; afterwards dy
        private readonly Tensor weightGradient; // [out, in]

        public Rounded(LayerParameters parameters, long rowCount)
            : base(parameters)
        {
            weight = parameters.Weight.to(ScalarType.BFloat16);
            transposed = weight.t();
            weightGradient = empty_like(weight);
            x = empty(rowCount, weight.shape[1], ScalarType.BFloat16);
            y = empty(rowCount, weight.shape[0], ScalarType.BFloat16);
        }

        public override void Output(Tensor x, Tensor output)
        {
            weight.copy_(parameters.Weight);
            this.x.copy_(x);
            output.copy_(y.addmm_(this.x, transposed, 0, 1));
        }

        public override void WeightGradient(Tensor gradient)
        {
            y.copy_(gradient);
            parameters.WeightGradient.copy_(weightGradient.addmm_(y.t(), x, 0, 1));
        }

        public override void InputGradient(Tensor gradient, Tensor inputGradient) =>
            inputGradient.copy_(x.addmm_(y, weight, 0, 1));
    }
}
