namespace VaeMlNet;

/// <summary>Draws rows of a table from latents: z from the prior, then all cells from p(x|z).</summary>
internal sealed class LatentCandidates : TableCandidates
{
    private readonly LatentRows latents;
    private readonly OnnxBatch decoder;

    /// <inheritdoc cref="TableCandidates(VaeModel, VaeSampleOptions, RowFilter, int)"/>
    public LatentCandidates(VaeModel model, VaeSampleOptions options, RowFilter filter, int seed)
        : base(model, options, filter, seed)
    {
        latents = LatentKind.Get(model.Manifest.Latent).Prior(model.Manifest.Latent, long.MaxValue, seed);
        decoder = new(model.DecoderLease, GraphTensors.DecoderInputs(model.Manifest), Parameters, Capacity);
    }

    public override void Dispose() => decoder.Dispose();

    protected override int Propose(int count)
    {
        for (var row = 0; row < count; row++)
        {
            CopyConditions(row, decoder);
            latents.Read((long)Numbers[row], decoder.Input<float>(0, row));
        }

        decoder.Run(count);
        for (var row = 0; row < count; row++)
        {
            var random = RowRandom.OfCells(Seed, Numbers[row]);
            for (var column = 0; column < Columns.Length; column++)
            {
                DecodedRow decoded = new(decoder, row, FirstParameters[column]);
                Draws[column].Write(decoded, random, Values, column);
                WriteGaps(decoded, column);
            }
        }

        return count;
    }

    private void WriteGaps(DecodedRow decoded, int column)
    {
        var gaps = RowRandom.OfGaps(Seed, Numbers[decoded.Row]);
        for (var slot = 0; slot < Columns[column].Width; slot++)
        {
            var decides = AreMissingTogether(column) ? 0 : slot;
            if (IsMissing(gaps, column, decides, MissingProbability(decoded, column, decides)))
            {
                WriteMissing(column, slot, decoded.Row);
            }
        }
    }
}
