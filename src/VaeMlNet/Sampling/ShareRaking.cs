namespace VaeMlNet;

/// <summary>
/// Chooses rows from candidates so that each column has the shares of the training data, and that rows are as frequent as among real ones.
/// </summary>
/// <remarks>
/// Source: iterative proportional fitting (raking; Deming and Stephan 1940), with steps that are damped because candidates are few in some
/// classes; systematic sampling (Madow 1949) by the weights, without replacement. Thread safety: immutable.
/// </remarks>
internal sealed class ShareRaking
{
    private const int RoundCount = 30;
    private const double Damping = 0.7;
    private const double LargestStep = 5;
    private const double LeastWeight = 0.001;

    private readonly VaeColumn[] columns;
    private readonly RakedSlot[] slots;
    private readonly DensityRatio? ratio;

    private ShareRaking(VaeColumn[] columns, RakedSlot[] slots, DensityRatio? ratio)
    {
        this.columns = columns;
        this.slots = slots;
        this.ratio = ratio;
    }

    /// <summary>Gets a value indicating whether candidates are weighted by a density ratio.</summary>
    public bool UsesDensities => ratio is not null;

    /// <summary>Creates the raking of a table; null if neither shares nor a ratio of the rows are known.</summary>
    /// <param name="manifest">The manifest of a table model.</param>
    /// <param name="ratio">The density ratio of real rows to candidates; null if it is not known.</param>
    /// <param name="fillsMissing">True if the rows have no missing cells.</param>
    /// <param name="hasConditions">True if the rows meet conditions. They have other shares than the training data.</param>
    public static ShareRaking? Create(VaeManifest manifest, DensityRatio? ratio, bool fillsMissing, bool hasConditions)
    {
        VaeColumn[] columns = [.. manifest.Columns];
        RakedSlot[] slots = hasConditions ? [] : [.. SlotsWithShares(columns, fillsMissing)];
        // The ratio knows rows with missing cells.
        var isRatioOfOthers = fillsMissing && columns.Any(column => column.MissingShare > 0);
        var known = isRatioOfOthers ? null : ratio;
        return slots.Length > 0 || known is not null ? new(columns, slots, known) : null;
    }

    private static IEnumerable<RakedSlot> SlotsWithShares(VaeColumn[] columns, bool fillsMissing)
    {
        var place = 0;
        foreach (var column in columns)
        {
            var missing = fillsMissing ? 0 : column.MissingShare ?? 0;
            for (var slot = 0; slot < column.Width; slot++, place++)
            {
                var bins = column.Bins?[slot];
                var shares = bins is null ? column.Shares?.Select(share => (double)share) : bins.Shares();
                if (shares is not null)
                {
                    double[] targets = [.. shares.Select(share => share * (1 - missing)), missing];
                    yield return new(place, column.Type, bins?.Edges(), targets);
                }
            }
        }
    }

    /// <summary>Returns the places of the chosen rows, in random order.</summary>
    /// <param name="rows">The candidates.</param>
    /// <param name="candidateCount">The number of candidates.</param>
    /// <param name="count">The number of rows to choose.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="block">The number of the block, which selects the random numbers.</param>
    public int[] Choose(TypedRows rows, int candidateCount, int count, int seed, long block)
    {
        var weights = Weights(rows, candidateCount);
        var random = RowRandom.OfChoice(seed, (ulong)block);
        var keys = new double[candidateCount];
        var order = new int[candidateCount];
        for (var i = 0; i < candidateCount; i++)
        {
            (keys[i], order[i]) = (random.Uniform(i), i);
        }

        Array.Sort(keys, order);
        var largest = 0.999 * candidateCount / count;
        var mean = weights.Average();
        double[] inclusion = [.. order.Select(i => Math.Clamp(weights[i] / mean, LeastWeight, largest))];
        for (var round = 0; round < 6; round++)
        {
            var sum = inclusion.Sum();
            inclusion = Array.ConvertAll(inclusion, p => Math.Min(p * count / sum, 1));
        }

        List<int> chosen = [];
        List<int> others = [];
        var total = random.Uniform(candidateCount);
        foreach (var (i, probability) in order.Zip(inclusion))
        {
            var before = Math.Floor(total);
            total += probability;
            (Math.Floor(total) > before && chosen.Count < count ? chosen : others).Add(i);
        }

        return [.. chosen, .. others.Take(count - chosen.Count)];
    }

    /// <summary>Returns the weights with which the candidates have the shares, nearest to the ratio of densities.</summary>
    private double[] Weights(TypedRows rows, int count)
    {
        var weights = new double[count];
        int[][] classes = [.. slots.Select(_ => new int[count])];
        var cells = new float[columns.Sum(column => column.Width)];
        for (var row = 0; row < count; row++)
        {
            ReadCells(rows, row, cells);
            weights[row] = ratio?.At(cells) ?? 1;
            for (var i = 0; i < slots.Length; i++)
            {
                classes[i][row] = slots[i].Class(cells[slots[i].Place]);
            }
        }

        for (var round = 0; round < RoundCount; round++)
        {
            for (var i = 0; i < slots.Length; i++)
            {
                Adjust(weights, classes[i], slots[i].Targets);
            }
        }

        return weights;
    }

    /// <summary>Reads the raw slots of a row: keys as numbers, Booleans as 0 and 1, NaN for missing cells.</summary>
    private void ReadCells(TypedRows rows, int row, Span<float> cells)
    {
        var place = 0;
        foreach (var (index, column) in columns.Index())
        {
            for (var slot = 0; slot < column.Width; slot++)
            {
                cells[place++] = rows.ReadCell(column, index, row, slot);
            }
        }
    }

    private static void Adjust(double[] weights, int[] classes, double[] targets)
    {
        var sums = new double[targets.Length];
        var total = 0.0;
        for (var row = 0; row < weights.Length; row++)
        {
            sums[classes[row]] += weights[row];
            total += weights[row];
        }

        var steps = new double[targets.Length];
        for (var k = 0; k < steps.Length; k++)
        {
            steps[k] =
                sums[k] > 0
                    ? Math.Pow(Math.Clamp(targets[k] * total / sums[k], 1 / LargestStep, LargestStep), Damping)
                    : 1;
        }

        for (var row = 0; row < weights.Length; row++)
        {
            weights[row] *= steps[classes[row]];
        }
    }

    /// <summary>A slot whose shares are matched, at its place in a row. Its last class is that of missing cells.</summary>
    private sealed record RakedSlot(int Place, string Type, float[]? Edges, double[] Targets)
    {
        public int Class(float cell)
        {
            if (float.IsNaN(cell))
            {
                return Targets.Length - 1;
            }

            switch (Type)
            {
                case VaeColumn.KeyType:
                    return (int)cell - 1;
                case VaeColumn.BooleanType:
                    return (int)cell;
                default:
                    var found = Array.BinarySearch(Edges!, cell);
                    return found >= 0 ? found : ~found - 1;
            }
        }
    }
}
