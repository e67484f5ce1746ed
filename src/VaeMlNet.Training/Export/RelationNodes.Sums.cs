using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <content>
/// The sums. Those without a common column are computed side by side: a matrix [N, K Q] has the K columns of Q sums, first the first column of
/// each sum. A sum of fewer columns has others that are known and count nothing.
/// </content>
internal sealed partial class RelationNodes
{
    private OnnxValue? always;
    private int vectorCount;

    private void AddCompleteSums(SolvedEquation[] sums)
    {
        var slots = Slots(sums);
        int?[] columns = [.. slots.SelectMany(slot => slot)];
        var values = Join(sums, columns, cells);
        var isKnown = JoinKnown(columns);
        var isMissing = Not(isKnown);
        var coefficients = Coefficients(sums, columns);
        var given = Node("Mul", Doubles(Where(isKnown, values, graph.AddScalar(0))), coefficients.OfTerms);
        var rest = Split(given, slots.Length, sums.Length)
            .Aggregate(Constants(sums), (left, term) => Node("Sub", left, term)); // [N, Q]
        var missingCount = Split(Floats(isMissing), slots.Length, sums.Length).Aggregate((a, b) => Node("Add", a, b)); // [N, Q]
        var solved = AddRounded(Node("Div", Repeat(rest, slots.Length), coefficients.Divisors), columns);
        var isOnly = Repeat(Node("Equal", missingCount, graph.AddScalar(1)), slots.Length);
        var isSet = And(And(isMissing, isOnly), IsFinite(solved));
        Assign(cells, columns, Where(isSet, solved, values));
        Assign(known, columns, Or(isKnown, isSet));
    }

    private void AddBalanceSums(SolvedEquation[] sums)
    {
        var slots = Slots(sums);
        var isFree = Array.ConvertAll(slots, slot => Not(JoinKnown(slot))); // [N, Q] each
        var isOpen = isFree.Aggregate(Or);
        var isTargetFree = Not(JoinKnown([.. sums.Select(sum => (int?)sum.Target)]));
        var values = Array.ConvertAll(slots, slot => Join(sums, slot, cells));
        var coefficients = Array.ConvertAll(slots, slot => Coefficients(sums, slot));
        var terms = values.Zip(coefficients, (value, own) => Node("Mul", Doubles(value), own.OfTerms)).ToArray();
        var constants = Constants(sums);
        OnnxValue? isComputed = null;
        for (var i = 0; i < slots.Length; i++)
        {
            var rest = terms
                .Where((_, other) => other != i)
                .Aggregate(constants, (left, term) => Node("Sub", left, term));
            var solved = AddRounded(Node("Div", rest, coefficients[i].Divisors), slots[i]);
            var isChanged = And(And(isOpen, isFree[i]), IsFinite(solved));
            var limited = AddLimited(sums, slots[i], solved);
            var isChosen = And(isChanged, Node("Equal", limited, solved));
            values[i] = Where(isChanged, limited, values[i]);
            terms[i] = Node("Mul", Doubles(values[i]), coefficients[i].OfTerms);
            isOpen = And(isOpen, Not(isChosen));
            isComputed ??= isChosen; // the first column of each sum is the computed one
            Assign(cells, slots[i], values[i]);
        }

        AddSettledTargets(sums, terms, And(isTargetFree, isComputed!));
        foreach (var column in sums.SelectMany(sum => sum.Columns))
        {
            known[column] = Always();
        }
    }

    /// <summary>Computes targets again, because the rounding of another computed column changes them a little.</summary>
    private void AddSettledTargets(SolvedEquation[] sums, OnnxValue[] terms, OnnxValue isComputed)
    {
        if (Array.TrueForAll(sums, sum => sum.Computed is null || sum.Computed == sum.Target))
        {
            return;
        }

        int?[] targets = [.. sums.Select(sum => (int?)sum.Target)];
        var coefficients = Coefficients(sums, targets);
        var values = Join(sums, targets, cells);
        var own = Node("Mul", Doubles(values), coefficients.OfTerms);
        var rest = terms.Aggregate(Constants(sums), (left, term) => Node("Sub", left, term));
        var solved = AddRounded(Node("Div", Node("Add", rest, own), coefficients.Divisors), targets);
        var isOther = Node(
            "Greater",
            Vector(sums, sum => sum.Computed is { } computed && computed != sum.Target ? 1 : 0),
            graph.AddScalar(0)
        );
        Assign(cells, targets, Where(And(And(isComputed, isOther), IsFinite(solved)), solved, values));
    }

    /// <summary>Returns the columns of each slot: those that are computed first in slot 0; null where a sum has fewer columns.</summary>
    private static int?[][] Slots(SolvedEquation[] sums)
    {
        var columns = Array.ConvertAll(sums, sum => sum.Preferred.ToArray());
        return
        [
            .. Enumerable
                .Range(0, columns.Max(own => own.Length))
                .Select(slot => Array.ConvertAll(columns, own => slot < own.Length ? own[slot] : (int?)null)),
        ];
    }

    private OnnxValue AddLimited(SolvedEquation[] sums, int?[] slot, OnnxValue solved)
    {
        var limits = slot.Select(
                (column, i) =>
                    column is { } own && own != sums[i].Computed
                        ? related.LimitsOf(own)
                        : (Low: float.MinValue, High: float.MaxValue)
            )
            .ToArray();
        var atLeast = graph.AddNode("Max", [solved, Vector([.. limits.Select(limit => limit.Low)])]);
        return graph.AddNode("Min", [atLeast, Vector([.. limits.Select(limit => limit.High)])]);
    }

    private (OnnxValue OfTerms, OnnxValue Divisors) Coefficients(SolvedEquation[] sums, int?[] columns)
    {
        var own = columns
            .Select((column, i) => column is { } place ? sums[i % sums.Length].CoefficientOf(place) : 0f)
            .ToArray();
        return (Doubles(Vector(own)), Doubles(Vector(Array.ConvertAll(own, number => number == 0 ? 1 : number))));
    }

    private OnnxValue Constants(SolvedEquation[] sums) => Doubles(Vector(sums, sum => (float)sum.Constant));

    /// <summary>Adds numbers of float64 as float32, with the decimals of their columns.</summary>
    private OnnxValue AddRounded(OnnxValue values, int?[] columns)
    {
        double?[] steps = [.. columns.Select(column => column is { } own ? related.Columns[own].StepsPerUnit : null)];
        var unrounded = Floats(values);
        if (Array.TrueForAll(steps, step => step is null))
        {
            return unrounded;
        }

        var perUnit = Vector(Array.ConvertAll(steps, step => (float)(step ?? 1)));
        var scaled = Node("Add", Node("Mul", values, Doubles(perUnit)), Constant(RelatedColumn.RoundingShare));
        var rounded = Node("Div", graph.AddNode("Round", [Floats(scaled)]), perUnit);
        var isRounded = Array.ConvertAll(steps, step => step is null ? 0f : 1);
        return Array.TrueForAll(steps, step => step is not null)
            ? rounded
            : Where(Node("Greater", Vector(isRounded), graph.AddScalar(0)), rounded, unrounded);
    }

    private OnnxValue IsFinite(OnnxValue numbers) =>
        Node("Less", graph.AddNode("Abs", [numbers]), graph.AddScalar(float.MaxValue));

    private OnnxValue Join(SolvedEquation[] sums, int?[] columns, OnnxValue[] state) =>
        MatrixNodes.AddJoin(graph, [.. columns.Select((column, i) => state[column ?? sums[i % sums.Length].Target])]);

    private OnnxValue JoinKnown(int?[] columns) =>
        MatrixNodes.AddJoin(graph, [.. columns.Select(column => column is { } own ? known[own] : Always())]);

    // True in every row.
    private OnnxValue Always() => always ??= graph.AddNode("Equal", [known[0], known[0]]);

    private OnnxValue Repeat(OnnxValue values, int count) =>
        MatrixNodes.AddJoin(graph, [.. Enumerable.Repeat(values, count)]);

    private OnnxValue Vector(SolvedEquation[] sums, Func<SolvedEquation, float> value) =>
        Vector(Array.ConvertAll(sums, sum => value(sum)));

    private OnnxValue Vector(float[] values) =>
        graph.AddInitializer($"relations.sums_{vectorCount++}", values, 1, values.Length);

    /// <summary>Adds the parts of a matrix, [N, count width] -> count times [N, width].</summary>
    private OnnxValue[] Split(OnnxValue values, int count, int width) =>
        count == 1
            ? [values]
            : Array.ConvertAll(
                MatrixNodes.AddSplit(graph, values, [.. Enumerable.Repeat((long)width, count)]),
                part => part.DeclareShape(MatrixNodes.BatchAxis, width)
            );

    private void Assign(OnnxValue[] state, int?[] columns, OnnxValue values)
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
