namespace VaeMlNet;

/// <summary>Draws rows of a table from latents: z from the prior, then all cells from p(x|z).</summary>
internal sealed class LatentCandidates : TableCandidates
{
    private readonly LatentRows latents;
    private readonly OnnxBatch decoder;

    public LatentCandidates(VaeModel model, VaeSampleOptions options, RowFilter filter, int seed)
        : base(model, options, filter, seed)
    {
        latents = LatentKind.Get(model.Manifest.Latent).Prior(model.Manifest.Latent, long.MaxValue, seed);
        decoder = new(model.DecoderLease, GraphTensors.DecoderInputs(model.Manifest), Draws.Parameters, Capacity);
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
            foreach (var column in InGapOrder)
            {
                WriteGaps(Draw(row, column), column);
            }

            Relate(row);
            if (DrawDecided(row, column => Draw(row, column)))
            {
                Relate(row);
            }
        }

        return count;
    }

    private DecodedRow Draw(int row, int column)
    {
        var decoded = Draws.Decoded(decoder, row, column);
        Draws[column].Write(decoded, RowRandom.OfCells(Seed, Numbers[row]), Values, column);
        return decoded;
    }

    /// <summary>Computes the cells of a row that follow from others.</summary>
    private void Relate(int row)
    {
        if (Relations is null)
        {
            return;
        }

        Relations.Start(row);
        foreach (var column in Relations.Columns.OrderBy(Relations.LevelOf))
        {
            if (!float.IsNaN(Values.ReadCell(Columns[column], column, row)))
            {
                var drawn = ReadCell(column, row);
                var value =
                    Relations.LevelOf(column) > 0 && Relations.Compute(row, column, () => drawn) is { } computed
                        ? computed
                        : Relations.DrawInOrder(row, column, _ => drawn);
                WriteCell(column, row, value);
                Relations.Add(row, column, value, isDrawn: true);
            }
        }

        Settle(row);
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
