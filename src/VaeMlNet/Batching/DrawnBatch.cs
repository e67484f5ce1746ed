namespace VaeMlNet;

/// <summary>
/// A batch of a step that samples missing cells one after the other. In each round it runs encoder.onnx, samples z for each row, runs
/// decoder.onnx, samples a missing cell of each row, and lets the encoder see it in the next round. Numbers for which the imputer blends p(x|z) with
/// regressions are drawn around its values, which it computes in each round, too.
/// </summary>
/// <remarks>
/// The cells of a row are therefore samples of their joint distribution, although p(x|z) is independent for each cell: the product rule
/// p(x1, x2 | x_observed) = p(x1 | x_observed) p(x2 | x_observed, x1). The order of a row's cells is random. Rows with many missing cells
/// sample several in each round.
/// </remarks>
internal sealed class DrawnBatch : PosteriorBatch
{
    private const int MostRounds = 32;

    private readonly OnnxBatch imputer;
    private readonly TypedRows drawn;
    private readonly int[] inputOfOutput;
    private readonly int[] blended; // for each column that can have missing cells, the place among the outputs of the imputer; -1 for none
    private readonly List<MissingCell>[] missing;
    private readonly RowRelations? relations;

    /// <param name="step">The step.</param>
    /// <param name="sessions">The sessions of the step.</param>
    /// <param name="outputs">The requested columns of filled cells.</param>
    /// <param name="capacity">The number of rows of a full batch.</param>
    public DrawnBatch(BatchedOnnxStep step, StepSessions sessions, IReadOnlyList<GraphTensor> outputs, int capacity)
        // All columns are sampled, whichever are requested, because a sample depends on the cells that were sampled before it.
        : base(step, sessions, step.Posterior!.Draws.Parameters, capacity)
    {
        imputer = OpenThird(step, sessions, Posterior.Blended.Select(GraphTensors.ImputerOutput), capacity);
        blended =
        [
            .. Posterior.Columns.Select(column =>
                Array.IndexOf([.. Posterior.Blended], Posterior.ModelColumns[column.Input])
            ),
        ];
        inputOfOutput = [.. outputs.Select(output => Posterior.Find(output).Column)];
        drawn = new(Posterior.Draws.Values, capacity);
        missing = [.. Enumerable.Range(0, capacity).Select(_ => new List<MissingCell>())];
        relations = Posterior.NewRelations(capacity);
    }

    public override RowValues Output(int output, int row) => Input(inputOfOutput[output], row);

    public override void Run(int rowCount)
    {
        var rounds = 0;
        for (var row = 0; row < rowCount; row++)
        {
            FindMissing(row);
            rounds = Math.Max(rounds, (missing[row].Count + PerRound(row) - 1) / PerRound(row));
        }

        for (var round = 0; round < rounds; round++)
        {
            Run(rowCount, round);
        }

        for (var row = 0; row < rowCount; row++)
        {
            foreach (var (column, value) in relations?.Settle(row) ?? [])
            {
                WriteCell(column, row, value);
            }
        }
    }

    private void Run(int rowCount, int round)
    {
        Impute(imputer, rowCount);
        Encoder.Run(rowCount);
        Decode(rowCount, round);
        for (var row = 0; row < rowCount; row++)
        {
            foreach (var cell in missing[row].Skip(round * PerRound(row)).Take(PerRound(row)))
            {
                Draw(row, cell);
            }
        }
    }

    private int PerRound(int row) => Math.Max(1, (missing[row].Count + MostRounds - 1) / MostRounds);

    /// <summary>Lists the missing cells of a row that are drawn, in random order, and computed columns behind their sources.</summary>
    private void FindMissing(int row)
    {
        var cells = missing[row];
        cells.Clear();
        FillCertain(row);
        var order = Posterior.OrderOf(IdOf(row));
        foreach (var (i, column) in Posterior.Columns.Index())
        {
            if (column.KeyCount is not null)
            {
                var key = Encoder.Input<uint>(column.Input, row)[0];
                AddUnless(Posterior.ModelColumns[column.Input].IsObserved(key), i, 0);
                continue;
            }

            var numbers = Encoder.Input<float>(column.Input, row);
            for (var slot = 0; slot < numbers.Length; slot++)
            {
                AddUnless(!float.IsNaN(numbers[slot]), i, slot);
            }
        }

        cells.Sort((a, b) => a.Order.CompareTo(b.Order));

        void AddUnless(bool isObserved, int column, int slot)
        {
            if (!isObserved)
            {
                var (input, firstSlot, _) = Posterior.Columns[column];
                cells.Add(new(column, slot, order.Uniform(firstSlot + slot) + (relations?.LevelOf(input) ?? 0)));
            }
        }
    }

    /// <summary>Fills the missing cells that follow from observed ones.</summary>
    private void FillCertain(int row)
    {
        if (relations is null)
        {
            return;
        }

        AddObserved(relations, row);
        // A cell can follow from one that follows from others.
        while (relations.AddCertain(row) is { Length: > 0 } certain)
        {
            foreach (var (column, value) in certain)
            {
                WriteCell(column, row, value);
            }
        }
    }

    private void Draw(int row, MissingCell cell)
    {
        var (input, random) = (Posterior.Columns[cell.Column].Input, Posterior.CellsOf(IdOf(row)));
        var value =
            relations?.Has(input) == true
                ? relations.AddDrawn(row, input, attempt => DrawFrom(row, random.Attempt(attempt), cell))
                : DrawFrom(row, random, cell);
        WriteCell(input, row, value, cell.Slot);
    }

    private float DrawFrom(int row, RowRandom random, MissingCell cell)
    {
        float? mean = blended[cell.Column] is >= 0 and var place ? imputer.Output<float>(place, row)[cell.Slot] : null;
        Posterior.Draws.WriteSlot(Decoder, row, random, drawn, cell.Column, cell.Slot, mean);
        return Posterior.Columns[cell.Column].KeyCount is null
            ? drawn.Row<float>(cell.Column, row)[cell.Slot]
            : drawn.Row<uint>(cell.Column, row)[0];
    }

    /// <param name="Column">The index among the columns that can have missing cells.</param>
    /// <param name="Slot">The slot of the column.</param>
    /// <param name="Order">The number by which the cells of a row are sorted.</param>
    private readonly record struct MissingCell(int Column, int Slot, double Order);
}
