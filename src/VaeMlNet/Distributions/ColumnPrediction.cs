namespace VaeMlNet;

/// <summary>
/// Computes the distribution p(x|z) of a column's cells: the density of observed cells, and the uncertainty of missing ones.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
internal abstract class ColumnPrediction(VaeColumn column)
{
    /// <summary>Gets the outputs of the decoder that the prediction needs.</summary>
    public IReadOnlyList<GraphTensor> Parameters { get; } = GraphTensors.ColumnParameters(column);

    protected VaeColumn Column => column;

    public static ColumnPrediction Create(VaeColumn column) =>
        column.Type switch
        {
            VaeColumn.KeyType => new KeyPrediction(column),
            VaeColumn.BooleanType => new BooleanPrediction(column),
            _ => new NumberPrediction(column),
        };

    /// <summary>Returns log p(x|z) of the column's observed cells, up to a constant that does not depend on z.</summary>
    /// <param name="decoded">The outputs of the decoder for z.</param>
    /// <param name="inputs">The batch with the observed cells, in the same row.</param>
    /// <param name="input">The index of the column among its inputs.</param>
    public abstract double LogDensity(DecodedRow decoded, OnnxBatch inputs, int input);

    /// <summary>
    /// Returns the logarithm of the probability that just the missing cells of the row are missing; 0 if the model does not predict it.
    /// </summary>
    /// <inheritdoc cref="LogDensity"/>
    public double LogDensityOfMissing(DecodedRow decoded, OnnxBatch inputs, int input)
    {
        if (!column.PredictsMissing)
        {
            return 0;
        }

        var probabilities = decoded[Parameters.Count - 1];
        var sum = 0.0;
        for (var slot = 0; slot < probabilities.Length; slot++)
        {
            var probability = probabilities[slot];
            sum += Log(IsMissing(inputs, input, decoded.Row, slot) ? probability : 1 - probability);
        }

        return sum;
    }

    /// <summary>Returns whether a cell has no value.</summary>
    protected abstract bool IsMissing(OnnxBatch inputs, int input, int row, int slot);

    /// <summary>
    /// Writes the uncertainties of missing cells, and NaN for observed ones: the standard deviation of a number, with the spread of the imputer's
    /// values, or 1 - the probability of the filled category.
    /// </summary>
    /// <param name="decoded">The outputs of the decoder for z.</param>
    /// <param name="inputs">The batch with the observed cells, in the same row.</param>
    /// <param name="input">The index of the column among its inputs.</param>
    /// <param name="filledKey">The category of the filled cell, from 1; null for numbers.</param>
    /// <param name="uncertainties">The destination, with a value for each slot.</param>
    public abstract void WriteUncertainty(
        DecodedRow decoded,
        OnnxBatch inputs,
        int input,
        uint? filledKey,
        Span<float> uncertainties
    );

    /// <summary>Returns a logarithm that is finite for probability 0, which float32 can round a small one to.</summary>
    protected static double Log(double probability) => Math.Log(Math.Max(probability, 1e-30));
}

/// <summary>Computes the density of Booleans, which are never missing, so that there is nothing to predict.</summary>
internal sealed class BooleanPrediction(VaeColumn column) : ColumnPrediction(column)
{
    public override double LogDensity(DecodedRow decoded, OnnxBatch inputs, int input)
    {
        var probability = decoded[0][0];
        return Log(inputs.Input<bool>(input, decoded.Row)[0] ? probability : 1 - probability);
    }

    protected override bool IsMissing(OnnxBatch inputs, int input, int row, int slot) => false;

    public override void WriteUncertainty(
        DecodedRow decoded,
        OnnxBatch inputs,
        int input,
        uint? filledKey,
        Span<float> uncertainties
    ) => throw new InvalidOperationException("Booleans are never missing.");
}

/// <summary>Predicts keys, which count from 1, by the most probable one.</summary>
internal sealed class KeyPrediction(VaeColumn column) : ColumnPrediction(column)
{
    public override double LogDensity(DecodedRow decoded, OnnxBatch inputs, int input)
    {
        var key = inputs.Input<uint>(input, decoded.Row)[0];
        return Column.IsObserved(key) ? Log(decoded[0][(int)key - 1]) : 0;
    }

    protected override bool IsMissing(OnnxBatch inputs, int input, int row, int slot) =>
        inputs.Input<uint>(input, row)[0] is 0 or GraphTensors.KnownMissingKey;

    public override void WriteUncertainty(
        DecodedRow decoded,
        OnnxBatch inputs,
        int input,
        uint? filledKey,
        Span<float> uncertainties
    ) =>
        // The imputer blends the model with regressions, so that its category can be another one than the most probable one.
        uncertainties[0] = Column.IsObserved(inputs.Input<uint>(input, decoded.Row)[0])
            ? float.NaN
            : Math.Clamp(1 - decoded[0][(int)filledKey!.Value - 1], 0, 1);
}

/// <summary>Predicts numbers by the mean and the standard deviation of their distribution.</summary>
internal sealed class NumberPrediction(VaeColumn column) : ColumnPrediction(column)
{
    private readonly ColumnLikelihood likelihood = ColumnLikelihood.Get(column);

    public override double LogDensity(DecodedRow decoded, OnnxBatch inputs, int input)
    {
        var x = inputs.Input<float>(input, decoded.Row);
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            sum += float.IsNaN(x[i]) ? 0 : likelihood.LogDensity(new DecodedNumber(Column, decoded, i), x[i]);
        }

        return sum;
    }

    protected override bool IsMissing(OnnxBatch inputs, int input, int row, int slot)
    {
        var x = inputs.Input<float>(input, row)[slot];
        return float.IsNaN(x) || x == GraphTensors.KnownMissing;
    }

    public override void WriteUncertainty(
        DecodedRow decoded,
        OnnxBatch inputs,
        int input,
        uint? filledKey,
        Span<float> uncertainties
    )
    {
        var x = inputs.Input<float>(input, decoded.Row);
        for (var i = 0; i < x.Length; i++)
        {
            uncertainties[i] = float.IsNaN(x[i])
                ? (float)(
                    Math.Sqrt(likelihood.Variance!(new DecodedNumber(Column, decoded, i))) * (Column.ImputedSpread ?? 1)
                )
                : float.NaN;
        }
    }
}
