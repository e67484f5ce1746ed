using System.Numerics;
using Microsoft.ML;

namespace VaeMlNet;

/// <summary>
/// The conditions of sampled rows: those of given rows, or of n rows, each combination has its share, rounded to whole rows. The conditions are
/// not drawn at random.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class ConditionRows
{
    private const string Operation = "VaeSample";
    private const double GoldenRatio = 0.6180339887498949;

    private readonly GraphTensor[] tensors;
    private readonly TypedRows combinations;
    private readonly double[] sums; // the shares of all combinations up to each one
    private readonly ulong count;
    private readonly ulong step;
    private readonly ulong start;

    private ConditionRows(VaeManifest manifest, TypedRows combinations, double[] shares, long count, int seed)
    {
        tensors = [.. manifest.ConditionColumns.Select(GraphTensors.Input)];
        this.combinations = combinations;
        sums = new double[shares.Length];
        var sum = 0.0;
        foreach (var (i, share) in shares.Index())
        {
            sums[i] = sum += share;
        }

        this.count = (ulong)Math.Max(count, 1);
        step = FindStep(this.count);
        start = unchecked((uint)seed) % this.count;
    }

    // The conditions of each row, in the rows' order.
    private ConditionRows(VaeManifest manifest, TypedRows rows)
    {
        tensors = [.. manifest.ConditionColumns.Select(GraphTensors.Input)];
        combinations = rows;
        sums = [];
    }

    /// <summary>Chooses the combinations that meet the conditions of the options.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">The options, which decide about shares.</param>
    /// <param name="filter">The conditions of the options.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="seed">The seed, which decides which rows have which combination.</param>
    /// <returns>The conditions; null for a model without conditions.</returns>
    /// <exception cref="ArgumentException">No combination meets the conditions.</exception>
    public static ConditionRows? Create(
        VaeModel model,
        VaeSampleOptions options,
        RowFilter filter,
        long count,
        int seed
    )
    {
        var manifest = model.Manifest;
        if (manifest.Conditions is not { } conditions)
        {
            return options.ConditionRows is null ? null : throw SampleErrors.NoConditionColumns(model.Folder);
        }

        if (options.ConditionRows is { } given)
        {
            return Read(model, given, filter, count);
        }

        var first = manifest.Columns.Count;
        var all = conditions.Combinations;
        var rows = new TypedRows(manifest.AllColumns.Select(GraphTensors.Input), Math.Max(all.Count, 1));
        for (var row = 0; row < all.Count; row++)
        {
            Write(manifest, all[row].Values, rows, row);
        }

        // Given numbers are rarely the number of a combination. Given categories usually are.
        bool IsNumber(int column) => conditions.Columns[column - first].Type == VaeColumn.SingleType;
        var columns = Enumerable.Range(first, conditions.Columns.Count).ToArray();
        int[] others = [.. columns.Where(column => !(filter.IsGiven(column) && IsNumber(column)))];
        int[] kept = [.. Enumerable.Range(0, all.Count).Where(row => filter.Meets(others, rows, row))];
        if (kept.Length == 0)
        {
            kept = [.. Enumerable.Range(0, Math.Max(all.Count, 1))];
        }

        foreach (var row in kept)
        {
            Array.ForEach(columns, column => filter.WriteGiven(rows, column, row));
        }

        var isComplete = all.Count > 0 || Array.TrueForAll(columns, filter.IsGiven);
        kept = [.. kept.Where(row => isComplete && filter.Meets(columns, rows, row))];
        if (kept.Length == 0)
        {
            throw SampleErrors.NoCombination(model.Folder, filter.Describe(), conditions.Columns.Select(c => c.Name));
        }

        var chosen = new TypedRows(conditions.Columns.Select(GraphTensors.Input), kept.Length);
        Dictionary<string, (int Row, double Share)> distinct = [];
        foreach (var row in kept)
        {
            var values = string.Join('|', columns.Select(c => Convert.ToHexString(rows.Row<byte>(c, row))));
            if (!distinct.TryGetValue(values, out var known))
            {
                known = (distinct.Count, 0);
                foreach (var (i, column) in columns.Index())
                {
                    rows.Row<byte>(column, row).CopyTo(chosen.Row<byte>(i, known.Row));
                }
            }

            distinct[values] = (known.Row, known.Share + (all.Count > 0 ? all[row].Share : 1));
        }

        var shares = new double[distinct.Count];
        var total = distinct.Values.Sum(combination => combination.Share);
        foreach (var (row, share) in distinct.Values)
        {
            shares[row] = options.BalancesConditions ? 1.0 / shares.Length : share / total;
        }

        return new(manifest, chosen, shares, count, seed);
    }

    /// <summary>Reads the conditions of each row, except for those that the filter gives.</summary>
    private static ConditionRows Read(VaeModel model, IDataView view, RowFilter filter, long count)
    {
        var manifest = model.Manifest;
        var first = manifest.Columns.Count;
        var inputs = StepInputs.CreateConditions(model.ForSteps().Folder, Operation);
        // The filter writes into rows of all columns.
        var all = new TypedRows(manifest.AllColumns.Select(GraphTensors.Input), 1);
        var rows = new TypedRows(
            manifest.ConditionColumns.Select(GraphTensors.Input),
            checked((int)Math.Max(count, 1))
        );
        (int Index, ColumnInput Input, DataViewSchema.Column Column)[] read =
        [
            .. inputs
                .Index()
                .Where(input => !filter.IsGiven(first + input.Index))
                .Select(input => (input.Index, input.Item, input.Item.FindIn(view.Schema)!.Value)),
        ];
        if (read.Any(input => filter.NeedsValue(first + input.Index)))
        {
            throw SampleErrors.ConditionRowsAndFilter(filter.Describe());
        }

        using var cursor = view.GetRowCursor(read.Select(input => input.Column));
        InputReader[] readers =
        [
            .. read.Select(input => input.Input.MakeReader(input.Index, cursor, input.Column, getter: null)),
        ];
        using var batch = new ReadRows(rows);
        long number = 0;
        for (; cursor.MoveNext(); number++)
        {
            if (number >= count)
            {
                throw SampleErrors.WrongConditionRows(count, isMore: true, number);
            }

            InputReader.ReadAll(readers, batch, (int)number);
            InputReader.CheckAll(readers, batch, (int)number, number);
            for (var i = 0; i < inputs.Length; i++)
            {
                if (filter.IsGiven(first + i))
                {
                    filter.WriteGiven(all, first + i, 0);
                    all.Row<byte>(first + i, 0).CopyTo(rows.Row<byte>(i, (int)number));
                }
            }
        }

        return number == count
            ? new(manifest, rows)
            : throw SampleErrors.WrongConditionRows(count, isMore: false, number);
    }

    /// <summary>Writes the conditions of a row of the sample.</summary>
    /// <param name="number">The number of the row.</param>
    /// <param name="rows">The destination, whose last tensors are the conditions.</param>
    /// <param name="firstTensor">The index of the first condition.</param>
    /// <param name="row">The place of the row in the destination.</param>
    public void Write(long number, TypedRows rows, int firstTensor, int row)
    {
        var combination = sums.Length == 0 ? (int)number : CombinationOf(number);
        for (var i = 0; i < tensors.Length; i++)
        {
            combinations.Row<byte>(i, combination).CopyTo(rows.Row<byte>(firstTensor + i, row));
        }
    }

    /// <summary>The rows that readers of columns write into.</summary>
    private sealed class ReadRows(TypedRows rows) : StepBatch
    {
        public override RowValues Input(int input, int row) => rows.Row(input, row);

        public override RowValues Output(int output, int row) => default;

        public override void Run(int rowCount) { }

        public override void Dispose() { }
    }

    // The places of the rows are a permutation, so that equal conditions are not neighbors.
    private int CombinationOf(long number)
    {
        var place = (ulong)((((UInt128)(ulong)number * step) + start) % count);
        var found = Array.BinarySearch(sums, (place + 0.5) / count);
        return Math.Min(found >= 0 ? found : ~found, sums.Length - 1);
    }

    private static ulong FindStep(ulong count)
    {
        var candidate = Math.Max(1, (ulong)(count * GoldenRatio));
        while (!BigInteger.GreatestCommonDivisor(candidate, count).IsOne)
        {
            candidate++;
        }

        return candidate;
    }

    private static void Write(VaeManifest manifest, IReadOnlyList<float> values, TypedRows rows, int row)
    {
        var value = 0;
        foreach (var (index, condition) in manifest.ConditionColumns.Index())
        {
            for (var slot = 0; slot < condition.Width; slot++)
            {
                rows.WriteCell(condition, manifest.Columns.Count + index, row, values[value++], slot);
            }
        }
    }
}
