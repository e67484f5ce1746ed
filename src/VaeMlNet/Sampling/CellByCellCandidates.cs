namespace VaeMlNet;

/// <summary>
/// Draws rows of a table cell by cell. A row is empty at first. Its known cells are encoded, the posterior mean is decoded, and one more
/// cell is drawn from its distribution, until the row is complete. Each row has a random order of its own.
/// </summary>
/// <remarks>
/// The training must have hidden any number of cells of a row. Source: Uria, Murray and Larochelle 2014, "A Deep and Tractable Density
/// Estimator", for one network that draws in any order; Ivanov et al. 2019 for VAEs of any known cells. A slot of a vector counts as a
/// cell.
/// </remarks>
internal sealed class CellByCellCandidates : TableCandidates
{
    // More rounds take longer and hardly change the rows.
    private const int LargestRoundCount = 32;

    private readonly (int Column, int Slot)[] cells;
    private readonly int[] booleans; // the Boolean columns
    private readonly OnnxBatch encoder;
    private readonly OnnxBatch decoder;
    private readonly int latentDim;
    private readonly int[][] orders; // of each row: the cells to draw, first those of conditions
    private readonly int[] conditionCounts;
    private readonly int[] nexts;

    public CellByCellCandidates(VaeModel model, VaeSampleOptions options, RowFilter filter, int seed)
        : base(model, options, filter, seed, drawsCellByCell: true)
    {
        cells = [.. Columns.Index().SelectMany(c => Enumerable.Range(0, c.Item.Width).Select(slot => (c.Index, slot)))];
        var manifest = model.Manifest;
        latentDim = manifest.Latent.Dim;
        booleans = [.. Columns.Index().Where(c => c.Item.Type == VaeColumn.BooleanType).Select(c => c.Index)];
        encoder = new(
            model.HidingEncoderLease,
            [
                .. manifest.Columns.Select(GraphTensors.Input),
                .. model.HiddenBooleans is { } marks ? [marks] : Array.Empty<GraphTensor>(),
                .. manifest.ConditionColumns.Select(GraphTensors.Input),
            ],
            GraphTensors.EncoderOutputs(manifest)[..1],
            Capacity
        );
        decoder = new(model.DecoderLease, GraphTensors.DecoderInputs(manifest), Draws.Parameters, Capacity);
        orders = new int[Capacity][];
        conditionCounts = new int[Capacity];
        nexts = new int[Capacity];
    }

    /// <summary>Returns whether the training hid any number of cells of a row, perhaps without Booleans.</summary>
    public static bool HidAnyCells(VaeManifest manifest) => manifest.Training.HiddenCells is >= 0.9;

    /// <summary>Returns whether the training of a table model hid any number of cells of a row, Booleans among them.</summary>
    public static bool CanDraw(VaeModel model) =>
        HidAnyCells(model.Manifest)
        && (model.HiddenBooleans is not null || model.Manifest.InputColumns.All(c => c.CanBeMissing));

    public override void Dispose()
    {
        encoder.Dispose();
        decoder.Dispose();
    }

    protected override int Propose(int count)
    {
        for (var row = 0; row < count; row++)
        {
            Start(row);
            CopyConditions(row, encoder);
            CopyConditions(row, decoder);
        }

        var rounds = Math.Min(cells.Length, LargestRoundCount);
        var ofConditions = conditionCounts.Take(count).DefaultIfEmpty().Max();
        for (var round = 0; round < ofConditions; round++)
        {
            DrawRound(count, row => Math.Min(round + 1, conditionCounts[row]));
        }

        count = ofConditions > 0 ? KeepAccepted(count) : count;
        for (var round = 0; round < rounds && count > 0; round++)
        {
            DrawRound(
                count,
                row =>
                {
                    var rest = orders[row].Length - conditionCounts[row];
                    return conditionCounts[row] + ((round + 1) * rest / rounds);
                }
            );
        }

        for (var row = 0; row < count; row++)
        {
            Settle(row);
            if (DrawDecided(row, column => DrawAll(row, column)))
            {
                Settle(row);
            }
        }

        return count;
    }

    /// <summary>Empties a row except for the given cells, and chooses the order of the others.</summary>
    private void Start(int row)
    {
        var gaps = RowRandom.OfGaps(Seed, Numbers[row]);
        var random = RowRandom.OfOrder(Seed, Numbers[row]);
        Relations?.Start(row);
        for (var column = 0; column < Columns.Length; column++)
        {
            for (var slot = 0; slot < Columns[column].Width; slot++)
            {
                WriteMissing(column, slot, row);
            }

            Filter.WriteGiven(Values, column, row);
            if (Filter.IsGiven(column))
            {
                Relations?.Add(row, column, ReadCell(column, row), isDrawn: false);
            }

            for (var slot = 0; slot < Columns[column].Width; slot++)
            {
                Show(column, slot, row, isKnown: Filter.IsGiven(column));
            }
        }

        orders[row] =
        [
            .. Enumerable
                .Range(0, cells.Length)
                .Where(cell => IsDrawn(gaps, cells[cell].Column))
                .OrderBy(cell => Filter.NeedsValue(cells[cell].Column) ? 0 : 1)
                .ThenBy(cell => Levels[cells[cell].Column])
                .ThenBy(cell => ShareOrders[cells[cell].Column])
                .ThenBy(cell => GapOrders[cells[cell].Column])
                .ThenBy(cell => random.Uniform(cell)),
        ];
        conditionCounts[row] = orders[row].Count(cell => Filter.NeedsValue(cells[cell].Column));
        nexts[row] = 0;
    }

    /// <summary>Returns whether the cells of a column are drawn: no condition gives them, and they are not missing at random.</summary>
    private bool IsDrawn(RowRandom gaps, int column) =>
        !Filter.IsGiven(column)
        && (Columns[column].PredictsMissing || IsDecided(column) || !IsMissing(gaps, column, 0, null));

    /// <summary>Draws cells of each row from one run of the graphs, up to a place in the row's order.</summary>
    private void DrawRound(int count, Func<int, int> end)
    {
        var isDone = true;
        for (var row = 0; row < count && isDone; row++)
        {
            isDone = nexts[row] >= end(row);
        }

        if (isDone)
        {
            return;
        }

        encoder.Run(count);
        encoder.OutputRows<float>(0, count)[..(count * latentDim)].CopyTo(decoder.InputRows<float>(0, count));
        decoder.Run(count);
        for (var row = 0; row < count; row++)
        {
            var random = RowRandom.OfCells(Seed, Numbers[row]);
            var last = end(row);
            for (; nexts[row] < last; nexts[row]++)
            {
                var (column, slot) = cells[orders[row][nexts[row]]];
                var decoded = Draws.Decoded(decoder, row, column);
                if (!DrawMissing(decoded, column, slot))
                {
                    Draw(decoded, random, column, slot);
                    ShareDrawn(row, column);
                    Show(column, slot, row, isKnown: true);
                }
            }
        }
    }

    /// <summary>Draws all cells of a column beside those that the decoder last read.</summary>
    private void DrawAll(int row, int column)
    {
        var decoded = Draws.Decoded(decoder, row, column);
        for (var slot = 0; slot < Columns[column].Width; slot++)
        {
            Draw(decoded, RowRandom.OfCells(Seed, Numbers[row]), column, slot);
        }
    }

    /// <summary>Draws a cell, unless it follows from others.</summary>
    private void Draw(DecodedRow decoded, RowRandom random, int column, int slot)
    {
        if (Relations?.Has(column) != true)
        {
            Draws[column].WriteSlot(decoded, random, Values, column, slot);
            return;
        }

        var row = decoded.Row;
        var value = Relations.AddDrawn(
            row,
            column,
            attempt =>
            {
                Draws[column].WriteSlot(decoded, random.Attempt(attempt), Values, column, slot);
                return ReadCell(column, row);
            }
        );
        WriteCell(column, row, value);
    }

    /// <summary>Draws whether a cell is missing as the model predicts, and marks it.</summary>
    private bool DrawMissing(DecodedRow decoded, int column, int slot)
    {
        if (!Columns[column].CanBeMissing || !(Columns[column].PredictsMissing || IsDecided(column)))
        {
            return false;
        }

        var probability = MissingProbability(decoded, column, slot);
        var row = decoded.Row;
        if (!AreMissingTogether(column))
        {
            return MarkMissing(
                IsMissing(RowRandom.OfGaps(Seed, Numbers[row]), column, slot, probability),
                slot,
                slot + 1
            );
        }

        // The first drawn part of a date decides for all.
        var inputs = encoder.Input<float>(column, row);
        return inputs[slot] == GraphTensors.KnownMissing
            || (
                !Values.Row<float>(column, row).ContainsAnyExcept(float.NaN)
                && MarkMissing(
                    IsMissing(RowRandom.OfGaps(Seed, Numbers[row]), column, 0, probability),
                    0,
                    Columns[column].Width
                )
            );

        bool MarkMissing(bool isMissing, int first, int end)
        {
            // Other encoders know no marks, and take the cell as unknown.
            for (var i = first; isMissing && Columns[column].PredictsMissing && i < end; i++)
            {
                if (Columns[column].Type == VaeColumn.KeyType)
                {
                    encoder.Input<uint>(column, row)[0] = GraphTensors.KnownMissingKey;
                }
                else
                {
                    encoder.Input<float>(column, row)[i] = GraphTensors.KnownMissing;
                }
            }

            return isMissing;
        }
    }

    /// <summary>Moves the rows that meet all conditions to the first places.</summary>
    private int KeepAccepted(int count)
    {
        var kept = 0;
        for (var row = 0; row < count; row++)
        {
            if (!Filter.MeetsConditions(Values, row))
            {
                continue;
            }

            if (kept < row)
            {
                Move(row, kept);
                encoder.Inputs.CopyRow(encoder.Inputs, row, kept);
                decoder.Inputs.CopyRow(decoder.Inputs, row, kept);
                orders[kept] = orders[row];
                (conditionCounts[kept], nexts[kept]) = (conditionCounts[row], nexts[row]);
            }

            kept++;
        }

        return kept;
    }

    /// <summary>Copies a cell of a row to the input of the encoder.</summary>
    private void Show(int column, int slot, int row, bool isKnown)
    {
        switch (Columns[column].Type)
        {
            case VaeColumn.KeyType:
                encoder.Input<uint>(column, row)[0] = Values.Row<uint>(column, row)[0];
                break;
            case VaeColumn.BooleanType:
                encoder.Input<bool>(column, row)[0] = Values.Row<bool>(column, row)[0];
                encoder.Input<bool>(Columns.Length, row)[Array.IndexOf(booleans, column)] = !isKnown;
                break;
            default:
                encoder.Input<float>(column, row)[slot] = Values.Row<float>(column, row)[slot];
                break;
        }
    }
}
