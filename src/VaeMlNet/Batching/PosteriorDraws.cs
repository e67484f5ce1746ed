namespace VaeMlNet;

/// <summary>Draws of the missing cells of rows, given the observed ones. Immutable.</summary>
/// <remarks>
/// z from q(z|x_observed), then x_missing from p(x|z): one step of the pseudo-Gibbs sampler of Rezende, Mohamed and Wierstra
/// 2014, appendix F, whose z the encoder gives from the observed cells alone (Mattei and Frellsen 2019, section 2).
/// </remarks>
/// <param name="manifest">The manifest of a table model.</param>
/// <param name="seed">Any number.</param>
internal sealed class PosteriorDraws(VaeManifest manifest, int seed)
{
    public GraphTensor[] EncoderOutputs { get; } = GraphTensors.EncoderOutputs(manifest);

    public GraphTensor Latent { get; } = GraphTensors.Latent(manifest);

    public RowRandom CellsOf(ulong row) => RowRandom.OfCells(seed, row);

    /// <summary>Returns the index of the model's column that imputed values belong to.</summary>
    public int ColumnOf(GraphTensor imputed) =>
        manifest.Columns.Index().First(c => c.Item.CanBeMissing && GraphTensors.ImputerOutput(c.Item) == imputed).Index;

    /// <summary>K of a key column.</summary>
    public uint KeyCount(int column) => (uint)manifest.Columns[column].KeyCount!.Value;

    /// <summary>Draws for some columns.</summary>
    public TableDraws DrawsOf(IEnumerable<int> columns)
    {
        // Not clamped: how far draws go is what they are made for.
        var all = TableDraws.ColumnsOf(manifest, clamps: false);
        return new(columns.Select(c => all[c]));
    }

    /// <summary>Draws z from q(z|x_observed).</summary>
    /// <param name="encoder">A batch that ran; its outputs are <see cref="EncoderOutputs"/>.</param>
    /// <param name="row">The row's place in it.</param>
    /// <param name="id">The row's id.</param>
    /// <param name="z">The destination of the latent, [L].</param>
    public void ReadLatent(OnnxBatch encoder, int row, ulong id, Span<float> z) =>
        LatentKind.Get(manifest.Latent).Draw(manifest.Latent, encoder, row, RowRandom.OfLatents(seed, id), z);
}
