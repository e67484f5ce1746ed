namespace VaeMlNet;

/// <summary>Makes categories of the columns of few whole numbers that are codes, as other columns show.</summary>
/// <param name="observers">The facts about the columns.</param>
/// <param name="profiles">The profiles without this knowledge.</param>
/// <param name="options">The user's choices.</param>
/// <param name="tableMark">The decimal mark that columns of the table have for certain; null for none.</param>
internal sealed class CodeColumns(
    ColumnObserver[] observers,
    VaeColumnProfile[] profiles,
    VaeProfileOptions options,
    char? tableMark
)
{
    // More would take longer than the profile.
    private const int MostRows = 2_000;
    private const int MostWitnesses = 60;
    private const int MostCandidates = 200;
    private const int MostLevels = 12;

    private int[]? rows;

    public VaeColumnProfile[] Replace()
    {
        int[] candidates = [.. Enumerable.Range(0, profiles.Length).Where(IsCandidate).Take(MostCandidates)];
        if (candidates.Length == 0)
        {
            return profiles;
        }

        (int Column, string Name, double[] Values)[] witnesses =
        [
            .. Enumerable.Range(0, profiles.Length).SelectMany(Witnesses).Take(MostWitnesses),
        ];
        VaeColumnProfile[] replaced = [.. profiles];
        foreach (var candidate in candidates)
        {
            var others = witnesses
                .Where(other => other.Column != candidate)
                .Select(other => (other.Name, other.Values));
            if (CodeTest.FindWitness(Numbers(candidate), others) is { } witness)
            {
                var reason = FormattableString.Invariant(
                    $"The values are {profiles[candidate].DistinctCount} whole numbers without an order: the numbers differ in '{witness.Name}' as codes do ({witness.Gain:P0} of its variance beyond a smooth curve)."
                );
                replaced[candidate] = new ColumnRules(observers[candidate], options, tableMark).Categories(reason);
            }
        }

        return replaced;
    }

    private bool IsCandidate(int column) =>
        profiles[column]
            is { Kind: VaeColumnKind.WholeNumber, Problem: null, DistinctCount: >= 3 and <= MostLevels } profile
        && observers[column].Given is null
        && !options.NumericColumns.Contains(profile.Name)
        && profile.Schema.MissingTexts.Count == 0
        && profile.Schema.HasPlainNumbers
        && profile.ValueCount == observers[column].Values;

    /// <summary>Returns the rows of the sample, and of copies the first: each would count as evidence of its own.</summary>
    private static int[] IndependentRows(ColumnObserver[] observers)
    {
        var places = observers[0].RandomPlaces(MostRows);
        var cells = Array.ConvertAll(places, _ => new float[observers.Length]);
        for (var column = 0; column < observers.Length; column++)
        {
            Dictionary<string, int> numbers = new(StringComparer.Ordinal);
            for (var row = 0; row < cells.Length; row++)
            {
                var text = observers[column].Sample[places[row]] ?? "";
                numbers.TryAdd(text, numbers.Count);
                cells[row][column] = numbers[text];
            }
        }

        var rows = Enumerable.Range(0, cells.Length);
        if (RepeatedRows.AreCopies(cells))
        {
            rows = rows.DistinctBy(row => cells[row], RowComparer.Instance);
        }

        return [.. rows.Select(row => places[row])];
    }

    private IEnumerable<string?> Sampled(int column) =>
        (rows ??= IndependentRows(observers)).Select(row => observers[column].Sample[row]);

    private double[] Numbers(int column)
    {
        var schema = profiles[column].Schema;
        return
        [
            .. Sampled(column)
                .Select(text =>
                    text is not null
                    && !schema.IsMissing(text)
                    && schema.TryReadNumber(text, out var value)
                    && double.IsFinite(value)
                        ? value
                        : double.NaN
                ),
        ];
    }

    private IEnumerable<(int Column, string Name, double[] Values)> Witnesses(int column)
    {
        var profile = profiles[column];
        if (profile.Schema.IsNumeric && profile.Problem is null)
        {
            yield return (column, profile.Name, Numbers(column));
        }

        // One level among many would be the code itself, where the column names what the code means.
        if (profile.Schema.IsCategorical && profile.DistinctCount == 2 && profile.TopValues is [var level, ..])
        {
            yield return (
                column,
                profile.Name,
                [
                    .. Sampled(column)
                        .Select(text =>
                            text is null ? double.NaN
                            : text == level.Key ? 1
                            : 0
                        ),
                ]
            );
        }
    }
}
