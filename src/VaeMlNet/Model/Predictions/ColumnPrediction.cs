namespace VaeMlNet;

/// <summary>
/// Computes the distribution p(x|z) of a column's cells: the density of observed cells, the mean or the most probable category of missing
/// cells, and their uncertainty.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
/// <param name="column">The column of a table model.</param>
internal abstract class ColumnPrediction(VaeColumn column)
{
    /// <summary>Gets the outputs of the decoder that the prediction needs.</summary>
    public IReadOnlyList<GraphTensor> Parameters { get; } = GraphTensors.ColumnParameters(column);

    protected VaeColumn Column => column;

    /// <summary>Creates the prediction of a column.</summary>
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

    /// <summary>Writes the cells of a row, with missing ones filled.</summary>
    /// <param name="decoded">The outputs of the decoder for z.</param>
    /// <param name="inputs">The batch with the observed cells, in the same row.</param>
    /// <param name="input">The index of the column among its inputs.</param>
    /// <param name="values">The destination.</param>
    /// <param name="index">The index of the destination's tensor.</param>
    public abstract void WriteFilled(DecodedRow decoded, OnnxBatch inputs, int input, TypedRows values, int index);

    /// <summary>
    /// Writes the uncertainties of missing cells, and NaN for observed ones: the standard deviation of a number, or 1 - the probability of
    /// the most probable category.
    /// </summary>
    /// <inheritdoc cref="WriteFilled"/>
    public abstract void WriteUncertainty(DecodedRow decoded, OnnxBatch inputs, int input, TypedRows values, int index);

    /// <summary>Returns a logarithm that is finite for probability 0, which float32 can round a small one to.</summary>
    protected static double Log(double probability) => Math.Log(Math.Max(probability, 1e-30));
}
