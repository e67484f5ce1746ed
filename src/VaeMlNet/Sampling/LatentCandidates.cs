namespace VaeMlNet;

/// <summary>Draws rows of a table from latents: z from the prior or the mixture, then all cells from p(x|z).</summary>
internal sealed class LatentCandidates : TableCandidates
{
    private readonly LatentRows latents;
    private readonly TableDraws table;
    private readonly OnnxBatch decoder;

    /// <inheritdoc cref="TableCandidates(VaeModel, VaeSampleOptions, RowFilter, int)"/>
    public LatentCandidates(VaeModel model, VaeSampler sampler, VaeSampleOptions options, RowFilter filter, int seed)
        : base(model, options, filter, seed)
    {
        latents = SampledLatents.Create(model, sampler, long.MaxValue, seed);
        table = new TableDraws(Draws);
        decoder = new(model.DecoderLease, [GraphTensors.Latent(model.Manifest)], table.Parameters, Capacity);
    }

    public override void Dispose() => decoder.Dispose();

    protected override int Propose(ulong first, int count)
    {
        for (var row = 0; row < count; row++)
        {
            Numbers[row] = first + (ulong)row;
            latents.Read((long)Numbers[row], decoder.Input<float>(0, row));
        }

        decoder.Run(count);
        for (var row = 0; row < count; row++)
        {
            table.Write(decoder, row, RowRandom.OfCells(Seed, Numbers[row]), Values);
            WriteGaps(row);
        }

        return count;
    }

    private void WriteGaps(int row)
    {
        var gaps = RowRandom.OfGaps(Seed, Numbers[row]);
        for (var column = 0; column < Columns.Length; column++)
        {
            if (IsMissing(gaps, column))
            {
                WriteMissing(column, row);
            }
        }
    }
}
