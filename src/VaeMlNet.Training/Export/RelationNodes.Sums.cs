namespace VaeMlNet;

/// <content>
/// The sums. Those without a common column are computed side by side: a matrix [N, K Q] has the K columns of Q sums, first the first column of
/// each sum. A sum of fewer columns has others that are known and count nothing.
/// </content>
internal sealed partial class RelationNodes
{
    private NodeValue? always;
    private int vectorCount;

    private void AddCompleteSums(bool isExact, int pass)
    {
        foreach (var sums in related.CompletedSumGroups)
        {
            var slots = Slots(sums);
            int?[] columns = [.. slots.SelectMany(slot => slot)];
            bool[] areSolved =
            [
                .. columns.Select(
                    (column, i) =>
                        column is not { } own
                            ? isExact // never missing
                            : sums[i % sums.Length].IsExact(own) == isExact
                                && (isExact || !related.IsLater(sums[i % sums.Length], own, pass))
                ),
            ];
            if (Array.Exists(areSolved, isSolved => isSolved))
            {
                AddCompleteSums(sums, slots, columns, areSolved, isExact);
            }
        }
    }

    private void AddCompleteSums(SolvedEquation[] sums, int?[][] slots, int?[] columns, bool[] areSolved, bool isExact)
    {
        var values = Join(sums, columns, cells);
        var isKnown = JoinKnown(columns);
        var isMissing = !isKnown;
        var coefficients = Coefficients(sums, columns);
        var given = isKnown.Where(values, 0).ToDoubles() * coefficients.OfTerms;
        var rest = Split(given, slots.Length, sums.Length).Aggregate(Constants(sums), (left, term) => left - term); // [N, Q]
        var missingCount = Split(isMissing.ToFloats(), slots.Length, sums.Length).Aggregate((a, b) => a + b); // [N, Q]
        var solved = AddRounded(Repeat(rest, slots.Length) / coefficients.Divisors, columns);
        var isOnly = Repeat(missingCount.Equal(1), slots.Length);
        var isSet = isMissing & isOnly & IsFinite(solved);
        if (!Array.TrueForAll(areSolved, isSolved => isSolved))
        {
            isSet &= Vector(Array.ConvertAll(areSolved, isSolved => isSolved ? 1f : 0)) > 0;
        }

        var before = known.ToArray();
        Assign(cells, columns, isSet.Where(solved, values));
        Assign(known, columns, isKnown | isSet);
        foreach (var sum in isExact ? [] : sums)
        {
            foreach (var column in sum.Columns.Where(sum.GivesRoughly))
            {
                if (related.Columns[column].Values is not null)
                {
                    var isNew = known[column] & !before[column];
                    cells[column] = isNew.Where(Nearest(column, cells[column]), cells[column]);
                }
            }
        }
    }

    private void AddBalanceSums(SolvedEquation[] sums)
    {
        var slots = Slots(sums);
        var isFree = Array.ConvertAll(slots, slot => !JoinKnown(slot)); // [N, Q] each
        var isOpen = isFree.Aggregate((a, b) => a | b);
        var isTargetFree = !JoinKnown([.. sums.Select(sum => (int?)sum.Target)]);
        var values = Array.ConvertAll(slots, slot => Join(sums, slot, cells));
        var coefficients = Array.ConvertAll(slots, slot => Coefficients(sums, slot));
        var terms = values.Zip(coefficients, (value, own) => value.ToDoubles() * own.OfTerms).ToArray();
        var constants = Constants(sums);
        NodeValue? isComputed = null;
        for (var i = 0; i < slots.Length; i++)
        {
            var rest = terms.Where((_, other) => other != i).Aggregate(constants, (left, term) => left - term);
            var solved = AddRounded(rest / coefficients[i].Divisors, slots[i]);
            var isChanged = isOpen & isFree[i] & IsFinite(solved);
            var limited = AddLimited(sums, slots[i], solved);
            var isChosen = isChanged & limited.Equal(solved);
            values[i] = isChanged.Where(limited, values[i]);
            terms[i] = values[i].ToDoubles() * coefficients[i].OfTerms;
            isOpen &= !isChosen;
            isComputed ??= isChosen; // the first column of each sum is the computed one
            Assign(cells, slots[i], values[i]);
        }

        AddSettledTargets(sums, terms, isTargetFree & isComputed!);
        foreach (var column in sums.SelectMany(sum => sum.Columns))
        {
            known[column] = Always();
        }
    }

    /// <summary>Computes targets again, because the rounding of another computed column changes them a little.</summary>
    private void AddSettledTargets(SolvedEquation[] sums, NodeValue[] terms, NodeValue isComputed)
    {
        if (Array.TrueForAll(sums, sum => sum.Computed is null || sum.Computed == sum.Target))
        {
            return;
        }

        int?[] targets = [.. sums.Select(sum => (int?)sum.Target)];
        var coefficients = Coefficients(sums, targets);
        var values = Join(sums, targets, cells);
        var own = values.ToDoubles() * coefficients.OfTerms;
        var rest = terms.Aggregate(Constants(sums), (left, term) => left - term);
        var solved = AddRounded((rest + own) / coefficients.Divisors, targets);
        var isOther = Vector(sums, sum => sum.Computed is { } computed && computed != sum.Target ? 1 : 0) > 0;
        Assign(cells, targets, (isComputed & isOther & IsFinite(solved)).Where(solved, values));
    }

    /// <summary>Returns the columns of each slot: those that are computed first in slot 0; null where a sum has fewer columns.</summary>
    private static int?[][] Slots(SolvedEquation[] sums)
    {
        var columns = Array.ConvertAll(sums, sum => sum.Preferred(isTargetKnown: false).ToArray());
        return
        [
            .. Enumerable
                .Range(0, columns.Max(own => own.Length))
                .Select(slot => Array.ConvertAll(columns, own => slot < own.Length ? own[slot] : (int?)null)),
        ];
    }

    private NodeValue AddLimited(SolvedEquation[] sums, int?[] slot, NodeValue solved)
    {
        var limits = slot.Select(
                (column, i) =>
                    column is { } own && own != sums[i].Computed
                        ? related.LimitsOf(own)
                        : (Low: float.MinValue, High: float.MaxValue)
            )
            .ToArray();
        return solved
            .Max(Vector([.. limits.Select(limit => limit.Low)]))
            .Min(Vector([.. limits.Select(limit => limit.High)]));
    }

    private (NodeValue OfTerms, NodeValue Divisors) Coefficients(SolvedEquation[] sums, int?[] columns)
    {
        var own = columns
            .Select((column, i) => column is { } place ? sums[i % sums.Length].CoefficientOf(place) : 0f)
            .ToArray();
        var divisors = Array.ConvertAll(own, number => number == 0 ? 1 : number);
        return (Vector(own).ToDoubles(), Vector(divisors).ToDoubles());
    }

    private NodeValue Constants(SolvedEquation[] sums) => Vector(sums, sum => (float)sum.Constant).ToDoubles();

    /// <summary>Adds numbers of float64 as float32, with the decimals of their columns.</summary>
    private NodeValue AddRounded(NodeValue values, int?[] columns, float share = RelatedColumn.RoundingShare)
    {
        double?[] steps = [.. columns.Select(column => column is { } own ? related.Columns[own].StepsPerUnit : null)];
        var unrounded = values.ToFloats();
        if (Array.TrueForAll(steps, step => step is null))
        {
            return unrounded;
        }

        var perUnit = Vector(Array.ConvertAll(steps, step => (float)(step ?? 1)));
        var scaled = (values * perUnit.ToDoubles()) + Constant(share);
        var rounded = scaled.ToFloats().Round() / perUnit;
        var isRounded = Array.ConvertAll(steps, step => step is null ? 0f : 1);
        return Array.TrueForAll(steps, step => step is not null)
            ? rounded
            : (Vector(isRounded) > 0).Where(rounded, unrounded);
    }

    private static NodeValue IsFinite(NodeValue numbers) => numbers.Abs() < float.MaxValue;

    private NodeValue Join(SolvedEquation[] sums, int?[] columns, NodeValue[] state) =>
        Join(columns.Select((column, i) => state[column ?? sums[i % sums.Length].Target]));

    private NodeValue JoinKnown(int?[] columns) =>
        Join(columns.Select(column => column is { } own ? known[own] : Always()));

    // True in every row.
    private NodeValue Always() => always ??= known[0].Equal(known[0]);

    private NodeValue Repeat(NodeValue values, int count) => Join(Enumerable.Repeat(values, count));

    private NodeValue Vector(SolvedEquation[] sums, Func<SolvedEquation, float> value) =>
        Vector(Array.ConvertAll(sums, sum => value(sum)));

    private NodeValue Vector(float[] values) =>
        new(graph, graph.AddInitializer($"relations.sums_{vectorCount++}", values, 1, values.Length));

    /// <summary>Adds the parts of a matrix, [N, count width] -> count times [N, width].</summary>
    private NodeValue[] Split(NodeValue values, int count, int width) =>
        count == 1
            ? [values]
            : Array.ConvertAll(
                MatrixNodes.AddSplit(graph, values, [.. Enumerable.Repeat((long)width, count)]),
                part => new NodeValue(graph, part.DeclareShape(MatrixNodes.BatchAxis, width))
            );

    private void Assign(NodeValue[] state, int?[] columns, NodeValue values)
    {
        foreach (var (i, part) in Split(values, columns.Length, 1).Index())
        {
            if (columns[i] is { } column)
            {
                state[column] = part;
            }
        }
    }
}
