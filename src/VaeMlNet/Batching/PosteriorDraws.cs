namespace VaeMlNet;

/// <summary>Samples the missing cells of rows from their distribution given the observed cells. Immutable.</summary>
/// <remarks>
/// Samples z from q(z|x_observed), then x_missing from p(x|z). This is one step of the pseudo-Gibbs sampler of Rezende, Mohamed
/// and Wierstra 2014, appendix F, with an encoder that reads the observed cells only (Mattei and Frellsen 2019, section 2).
/// </remarks>
/// <param name="manifest">The manifest of a table model.</param>
/// <param name="seed">The seed: any number.</param>
internal sealed class PosteriorDraws(VaeManifest manifest, int seed)
{
    public GraphTensor[] EncoderOutputs { get; } = GraphTensors.EncoderOutputs(manifest);

    public GraphTensor Latent { get; } = GraphTensors.Latent(manifest);

    public RowRandom CellsOf(ulong row) => RowRandom.OfCells(seed, row);

    /// <summary>Returns the index of the model's column whose missing cells an output fills.</summary>
    public int ColumnOf(GraphTensor imputed) =>
        manifest.Columns.Index().First(c => c.Item.CanBeMissing && GraphTensors.ImputerOutput(c.Item) == imputed).Index;

    /// <summary>Returns the number of categories K of a key column.</summary>
    public uint KeyCount(int column) => (uint)manifest.Columns[column].KeyCount!.Value;

    /// <summary>Creates the sampler of some columns.</summary>
    public TableDraws DrawsOf(IEnumerable<int> columns)
    {
        // Samples are not clamped, because imputed samples should show the whole distribution.
        var all = TableDraws.ColumnsOf(manifest, clamps: false);
        return new(columns.Select(c => all[c]));
    }

    /// <summary>Samples z from q(z|x_observed).</summary>
    /// <param name="encoder">A batch that ran, with the outputs <see cref="EncoderOutputs"/>.</param>
    /// <param name="row">The place of the row in the batch.</param>
    /// <param name="id">The id of the row.</param>
    /// <param name="z">The destination of the latent, [L].</param>
    public void ReadLatent(OnnxBatch encoder, int row, ulong id, Span<float> z) =>
        LatentKind.Get(manifest.Latent).Draw(manifest.Latent, encoder, row, RowRandom.OfLatents(seed, id), z);
}
