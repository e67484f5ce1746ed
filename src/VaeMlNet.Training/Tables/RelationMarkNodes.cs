using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>Adds the marks of <see cref="RelationMarks"/> to a graph: all sums, products and orders at once, and each lookup and gap for itself.</summary>
internal sealed class RelationMarkNodes
{
    private readonly OnnxGraphBuilder graph;
    private readonly LookupNodes lookups;
    private readonly int width; // C columns of the checks
    private readonly bool[] areKeys; // [C]
    private readonly NodeValue cells; // [N, C]
    private readonly NodeValue isKnown; // [N, C]
    private readonly NodeValue values; // [N, C], 0 where a cell is missing
    private readonly NodeValue exact; // the same, float64
    private readonly NodeValue missing; // float64 [N, C]
    private int constantCount;

    private RelationMarkNodes(OnnxGraphBuilder graph, bool[] areKeys, NodeValue cells, NodeValue observed)
    {
        this.graph = graph;
        this.areKeys = areKeys;
        width = areKeys.Length;
        this.cells = cells;
        lookups = new(graph, "marks");
        isKnown = observed > 0;
        values = isKnown.Where(cells, 0).DeclareShape(MatrixNodes.BatchAxis, width);
        exact = values.ToDoubles();
        missing = (!isKnown).ToDoubles();
    }

    /// <summary>Adds the marks, float32 [N, marks].</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="table">A table with <see cref="Table.RelationMarks"/>.</param>
    /// <param name="cells">The cells of all columns in the order of a network's row, [N, S].</param>
    /// <param name="observed">1 for each of them that has a value, [N, S].</param>
    public static OnnxValue Add(OnnxGraphBuilder graph, Table table, OnnxValue cells, OnnxValue observed)
    {
        var first = table.FirstPlaces(column => column.Width);
        var keys = table.Keys.Select(column => column.Name).ToHashSet();
        var columns = table.Relations!.CheckedColumns;
        long[] places = [.. columns.Select(name => (long)first[name])];
        RelationMarkNodes nodes = new(
            graph,
            [.. columns.Select(keys.Contains)],
            ColumnNodes.AddInOrder(graph, cells, table.RawWidth, places),
            ColumnNodes.AddInOrder(graph, observed, table.RawWidth, places)
        );
        return nodes.AddMarks([.. RelationMarks.Of(table)], table.RelationMarkCount);
    }

    private OnnxValue AddMarks((RelationCheck Check, int Mark)[] checks, int markCount)
    {
        SumCheck[] sums = [.. checks.Select(check => check.Check).OfType<SumCheck>()];
        ProductCheck[] products = [.. checks.Select(check => check.Check).OfType<ProductCheck>()];
        OrderCheck[] orders = [.. checks.Select(check => check.Check).OfType<OrderCheck>()];
        LookupCheck[] ofLookups = [.. checks.Select(check => check.Check).OfType<LookupCheck>()];
        GapCheck[] gaps = [.. checks.Select(check => check.Check).OfType<GapCheck>()];
        List<OnnxValue> broken = [.. ofLookups.Select(AddLookup), .. gaps.Select(AddGap)];
        if (orders.Length > 0)
        {
            broken.Add(AddOrders(orders));
        }

        if (products.Length > 0)
        {
            broken.Add(AddProducts(products));
        }

        if (sums.Length > 0)
        {
            broken.Add(AddSums(sums));
        }

        var marks = checks.ToDictionary(check => check.Check, check => check.Mark);
        RelationCheck[] sorted = [.. ofLookups, .. gaps, .. orders, .. products, .. sums];
        var weights = Matrix(
            sorted.Length,
            markCount,
            (check, mark) => marks[sorted[check]] == mark ? sorted[check].Nats : 0
        );
        var marked = MatrixNodes.AddJoin(graph, [.. broken]).ToDoubles();
        return marked.Times(weights).ToFloats().DeclareShape(MatrixNodes.BatchAxis, markCount);
    }

    private NodeValue AddSums(SumCheck[] sums)
    {
        double Coefficient(int column, int sum) =>
            sums[sum].Terms.FirstOrDefault(term => term.Column == column).Coefficient;
        var total = exact.Times(Matrix(width, sums.Length, Coefficient));
        var rest = total - Vector(sums, sum => sum.Constant).ToDoubles(); // [N, Q]
        var size = values
            .Abs()
            .ToDoubles()
            .Times(Matrix(width, sums.Length, (column, sum) => Math.Abs(Coefficient(column, sum))));
        var isBroken = IsAbove(
            rest.ToFloats(),
            Limit(size.ToFloats(), RelationCheck.RoundingShare, Vector(sums, sum => sum.Tolerance))
        );
        return isBroken & HasAll(sums.Length, (column, sum) => Coefficient(column, sum) != 0);
    }

    private NodeValue AddProducts(ProductCheck[] products)
    {
        (int Product, int Factor)[] factors =
        [
            .. products.SelectMany((product, i) => product.Factors.Select((_, factor) => (i, factor))),
        ];
        (int Power, (int Column, double Coefficient)[] Terms) Of(int factor) =>
            products[factors[factor].Product].Factors[factors[factor].Factor];
        bool IsIn(int factor, int product) => factors[factor].Product == product;
        bool IsOwn(int factor, int product) => IsIn(factor, product) && factors[factor].Factor == products[product].Own;

        var ofFactors = Matrix(
            width,
            factors.Length,
            (column, factor) => Of(factor).Terms.FirstOrDefault(term => term.Column == column).Coefficient
        );
        var found = exact.Times(ofFactors).ToFloats(); // [N, F]
        var isPositive = found > 0;
        var positive = isPositive.Where(found, 1);
        var powers = Matrix(
            factors.Length,
            products.Length,
            (factor, product) => IsIn(factor, product) ? Of(factor).Power : 0
        );
        var logarithms = positive.Log().ToDoubles().Times(powers);
        var rest = logarithms - Vector(products, product => product.LogConstant).ToDoubles(); // [N, P]
        var own = positive.ToDoubles().Times(Matrix(factors.Length, products.Length, Flags(IsOwn))).ToFloats();
        var limit = Limit(own, ProductCheck.FactorRoundingShare, Vector(products, product => product.Tolerance));
        var notPositive = (!isPositive).ToDoubles().Times(Matrix(factors.Length, products.Length, Flags(IsIn)));
        var isBroken = IsAbove(rest.ToFloats() * own, limit);
        var hasAll = HasAll(
            products.Length,
            (column, product) =>
                products[product].Factors.Any(factor => Array.Exists(factor.Terms, term => term.Column == column))
        );
        return isBroken & (hasAll & IsZero(notPositive));
    }

    private NodeValue AddOrders(OrderCheck[] orders)
    {
        var lower = AddColumns([.. orders.Select(order => (long)order.Lower)]);
        var upper = AddColumns([.. orders.Select(order => (long)order.Target)]);
        return (lower > upper)
            & HasAll(orders.Length, (column, order) => column == orders[order].Lower || column == orders[order].Target);
    }

    private NodeValue AddLookup(LookupCheck check)
    {
        var (found, isValid) = lookups.Add(check.Lookup, AddColumns([check.Source]));
        var target = AddColumns([check.Target]);
        var limit = Limit(target.Abs(), RelationCheck.RoundingShare, graph.AddScalar((float)check.Tolerance));
        var isBroken = IsAbove(found - target, limit) & isValid;
        return isBroken & HasAll(1, (column, _) => column == check.Source || column == check.Target);
    }

    private NodeValue AddGap(GapCheck check)
    {
        var gaps = check.Gaps;
        var source = AddColumns([check.Source]);
        return AddCases().Aggregate((one, other) => one | other) & AddHasValue(check.Target);

        // Where the target is missing in training, [N, 1].
        IEnumerable<NodeValue> AddCases()
        {
            if (gaps.MissingAt.Length > 0)
            {
                yield return AddIsOneOf(gaps.MissingAt);
            }

            if (gaps.IsMissingWithSource == true)
            {
                yield return !AddHasValue(check.Source);
            }

            if (gaps.IsMissingWithOthers == true)
            {
                float[] others = [.. gaps.MissingAt, .. gaps.KnownAt];
                var hasValue = AddHasValue(check.Source);
                yield return others.Length == 0 ? hasValue : hasValue & !AddIsOneOf(others);
            }
        }

        NodeValue AddIsOneOf(float[] values) =>
            (source.Equal(AddConstant(values)).ToFloats().Reduced("ReduceMax", 1) > 0) & AddKnown(check.Source);

        NodeValue AddKnown(int column) => ColumnNodes.AddInOrder(graph, isKnown, width, [column]);

        // Also a category that training did not have is a value.
        NodeValue AddHasValue(int column)
        {
            if (!areKeys[column])
            {
                return AddKnown(column);
            }

            var key = ColumnNodes.AddInOrder(graph, cells, width, [column]);
            return (key > 0) & (key < Table.KnownMissingKey);
        }
    }

    /// <summary>Adds whether a row has all cells of each relation, bool [N, count].</summary>
    private NodeValue HasAll(int count, Func<int, int, bool> isIn) =>
        IsZero(missing.Times(Matrix(width, count, Flags(isIn))));

    private static NodeValue IsZero(NodeValue counts) => counts.ToFloats() < 0.5f;

    private static NodeValue IsAbove(NodeValue distances, NodeValue limits) => distances.Abs() > limits;

    private static NodeValue Limit(NodeValue size, double share, OnnxValue tolerance) =>
        (size * (float)share) + tolerance;

    private NodeValue AddColumns(long[] places) =>
        ColumnNodes.AddInOrder(graph, values, width, places).DeclareShape(MatrixNodes.BatchAxis, places.Length);

    private static Func<int, int, double> Flags(Func<int, int, bool> isSet) =>
        (row, column) => isSet(row, column) ? 1 : 0;

    /// <summary>Adds a matrix of float64. It is stored as a vector, which other formats of weights do not round.</summary>
    private NodeValue Matrix(int rows, int columns, Func<int, int, double> value)
    {
        float[] all =
        [
            .. Enumerable
                .Range(0, rows)
                .SelectMany(row => Enumerable.Range(0, columns).Select(column => (float)value(row, column))),
        ];
        return AddConstant(all).Reshape(rows, columns).ToDoubles();
    }

    private NodeValue Vector<T>(T[] checks, Func<T, double> value) =>
        AddConstant(Array.ConvertAll(checks, check => (float)value(check)));

    private NodeValue AddConstant(float[] values) =>
        new(graph, graph.AddInitializer($"relation_marks.{constantCount++}", values, values.Length));
}
