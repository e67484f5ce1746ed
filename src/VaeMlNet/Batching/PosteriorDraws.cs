namespace VaeMlNet;

/// <summary>The distribution of the missing cells of rows given the observed cells, and samples of it. Immutable.</summary>
/// <remarks>
/// Samples z from q(z|x_observed), then x_missing from p(x|z), with an encoder that reads the observed cells only (Mattei and Frellsen
/// 2019, section 2). It is the pseudo-Gibbs sampler of Rezende, Mohamed and Wierstra 2014, appendix F, in which a cell is sampled once.
/// </remarks>
internal sealed class PosteriorDraws
{
    private readonly VaeLatentSpace latentSpace;
    private readonly LatentKind latentKind;
    private readonly PriorDistribution prior;
    private readonly int seed;
    private readonly Dictionary<string, (int Column, bool IsUncertainty)> outputs = [];

    /// <param name="manifest">The manifest of the model.</param>
    /// <param name="seed">The seed: any number.</param>
    public PosteriorDraws(VaeManifest manifest, int seed)
    {
        latentSpace = manifest.Latent;
        latentKind = LatentKind.Get(latentSpace);
        prior = PriorDistribution.Create(latentSpace);
        this.seed = seed;
        var slot = 0;
        List<Column> columns = [];
        foreach (var (i, column) in manifest.InputColumns.Index())
        {
            if (column.CanBeMissing)
            {
                columns.Add(new(i, slot, (uint?)column.KeyCount));
                outputs.Add(GraphTensors.ImputerOutput(column).Name, (i, false));
                outputs.Add(GraphTensors.Uncertainty(column).Name, (i, true));
            }

            slot += column.Width;
        }

        Columns = columns;
        // Samples are not clamped, because imputed samples should show the whole distribution.
        var all = TableDraws.ColumnsOf(manifest, clamps: false);
        Draws = new(Columns.Select(c => all[c.Input]));
        List<(ColumnPrediction, int)> predictions = [];
        var parameter = 0;
        foreach (var prediction in manifest.InputColumns.Select(ColumnPrediction.Create))
        {
            predictions.Add((prediction, parameter));
            parameter += prediction.Parameters.Count;
        }

        Predictions = predictions;
        Parameters = [.. Predictions.SelectMany(column => column.Prediction.Parameters)];
        EncoderOutputs = GraphTensors.EncoderOutputs(manifest);
        Latent = GraphTensors.Latent(manifest);
        ModelColumns = manifest.InputColumns;
        NewRelations = capacity => RowRelations.Create(manifest, capacity);
    }

    /// <summary>Gets what creates the relations between the cells of a batch; null for a model without relations.</summary>
    public Func<int, RowRelations?> NewRelations { get; }

    public IReadOnlyList<VaeColumn> ModelColumns { get; }

    /// <summary>Gets the columns of numbers that are drawn around the imputer's values.</summary>
    public IEnumerable<VaeColumn> Blended => ModelColumns.Where(column => column.ImputedSpread is not null);

    /// <summary>Gets the columns that can have missing cells.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>Gets the sampler of <see cref="Columns"/>.</summary>
    public TableDraws Draws { get; }

    /// <summary>Gets the predictions of all columns, with the place of their first parameter in <see cref="Parameters"/>.</summary>
    public IReadOnlyList<(ColumnPrediction Prediction, int FirstParameter)> Predictions { get; }

    /// <summary>Gets the outputs of the decoder that all columns need, one column after the other.</summary>
    public IReadOnlyList<GraphTensor> Parameters { get; }

    /// <summary>Gets the number of samples of z with importance weights in a score.</summary>
    public int SampleCount { get; init; }

    public GraphTensor[] EncoderOutputs { get; }

    public GraphTensor Latent { get; }

    public RowRandom CellsOf(ulong row) => RowRandom.OfCells(seed, row);

    /// <summary>Returns the random numbers that determine the order in which the cells of a row are sampled.</summary>
    public RowRandom OrderOf(ulong row) => RowRandom.OfOrder(seed, row);

    /// <summary>Returns the index of the model's column that an output belongs to, and whether it contains uncertainties.</summary>
    public (int Column, bool IsUncertainty) Find(GraphTensor output) => outputs[output.Name];

    /// <summary>Returns log(p(z) / q(z|x)) in nats.</summary>
    /// <param name="encoder">A batch that ran, with the outputs <see cref="EncoderOutputs"/>.</param>
    /// <param name="row">The place of the row in the batch.</param>
    /// <param name="z">The latent, [L].</param>
    public double LogRatio(OnnxBatch encoder, int row, ReadOnlySpan<float> z) =>
        latentKind.LogRatio(new(latentSpace, prior, encoder, row), z);

    /// <summary>Samples z from q(z|x_observed).</summary>
    /// <param name="encoder">A batch that ran, with the outputs <see cref="EncoderOutputs"/>.</param>
    /// <param name="row">The place of the row in the batch.</param>
    /// <param name="id">The id of the row.</param>
    /// <param name="round">The number of the sample of z for this row, from 0.</param>
    /// <param name="z">The destination of the latent, [L].</param>
    public void ReadLatent(OnnxBatch encoder, int row, ulong id, int round, Span<float> z) =>
        latentKind.Draw(new(latentSpace, prior, encoder, row), RowRandom.OfLatents(seed, id, round), z);

    /// <summary>A column that can have missing cells.</summary>
    /// <param name="Input">The index among the model's columns.</param>
    /// <param name="FirstSlot">The number of its first slot among all slots.</param>
    /// <param name="KeyCount">The number of categories K of a key; null for numbers.</param>
    internal readonly record struct Column(int Input, int FirstSlot, uint? KeyCount);
}
