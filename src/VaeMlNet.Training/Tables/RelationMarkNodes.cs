using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>Adds the marks of <see cref="RelationMarks"/> to a graph: all sums, products and orders at once, and each lookup for itself.</summary>
internal sealed class RelationMarkNodes
{
    private readonly OnnxGraphBuilder graph;
    private readonly LookupNodes lookups;
    private readonly int width; // C related columns
    private readonly OnnxValue values; // [N, C], 0 where a cell is missing
    private readonly OnnxValue exact; // the same, float64
    private readonly OnnxValue missing; // float64 [N, C]
    private int constantCount;

    private RelationMarkNodes(OnnxGraphBuilder graph, int width, OnnxValue cells, OnnxValue observed)
    {
        this.graph = graph;
        this.width = width;
        lookups = new(graph, "marks");
        var isKnown = graph.AddNode("Greater", [observed, graph.AddScalar(0)]);
        values = graph
            .AddNode("Where", [isKnown, cells, graph.AddScalar(0)])
            .DeclareShape(MatrixNodes.BatchAxis, width);
        exact = Doubles(values);
        missing = Doubles(graph.AddNode("Not", [isKnown]));
    }

    /// <summary>Adds the marks, float32 [N, marks].</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="table">A table with <see cref="Table.RelationMarks"/>.</param>
    /// <param name="cells">The cells of all columns in the order of a network's row, [N, S].</param>
    /// <param name="observed">1 for each of them that has a value, [N, S].</param>
    public static OnnxValue Add(OnnxGraphBuilder graph, Table table, OnnxValue cells, OnnxValue observed)
    {
        var first = table.FirstPlaces(column => column.Width);
        long[] places = [.. table.Relations!.Columns.Select(column => (long)first[column.Name])];
        RelationMarkNodes nodes = new(
            graph,
            places.Length,
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
        List<OnnxValue> broken = [.. ofLookups.Select(AddLookup)];
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
        RelationCheck[] sorted = [.. ofLookups, .. orders, .. products, .. sums];
        var weights = Matrix(
            sorted.Length,
            markCount,
            (check, mark) => marks[sorted[check]] == mark ? sorted[check].Nats : 0
        );
        return AddFloats(Node("MatMul", Doubles(MatrixNodes.AddJoin(graph, [.. broken])), weights))
            .DeclareShape(MatrixNodes.BatchAxis, markCount);
    }

    private OnnxValue AddSums(SumCheck[] sums)
    {
        double Coefficient(int column, int sum) =>
            sums[sum].Terms.FirstOrDefault(term => term.Column == column).Coefficient;
        var rest = Node(
            "Sub",
            Node("MatMul", exact, Matrix(width, sums.Length, Coefficient)),
            Doubles(Vector(sums, sum => sum.Constant))
        ); // [N, Q]
        var size = Node(
            "MatMul",
            Doubles(Abs(values)),
            Matrix(width, sums.Length, (column, sum) => Math.Abs(Coefficient(column, sum)))
        );
        return And(
            IsAbove(
                AddFloats(rest),
                Limit(AddFloats(size), RelationCheck.RoundingShare, Vector(sums, sum => sum.Tolerance))
            ),
            HasAll(sums.Length, (column, sum) => Coefficient(column, sum) != 0)
        );
    }

    private OnnxValue AddProducts(ProductCheck[] products)
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
        var found = AddFloats(Node("MatMul", exact, ofFactors)); // [N, F]
        var isPositive = Node("Greater", found, graph.AddScalar(0));
        var positive = graph.AddNode("Where", [isPositive, found, graph.AddScalar(1)]);
        var powers = Matrix(
            factors.Length,
            products.Length,
            (factor, product) => IsIn(factor, product) ? Of(factor).Power : 0
        );
        var rest = Node(
            "Sub",
            Node("MatMul", Doubles(graph.AddNode("Log", [positive])), powers),
            Doubles(Vector(products, product => product.LogConstant))
        ); // [N, P]
        var own = AddFloats(Node("MatMul", Doubles(positive), Matrix(factors.Length, products.Length, Flags(IsOwn))));
        var limit = Limit(own, ProductCheck.FactorRoundingShare, Vector(products, product => product.Tolerance));
        var notPositive = Node(
            "MatMul",
            Doubles(graph.AddNode("Not", [isPositive])),
            Matrix(factors.Length, products.Length, Flags(IsIn))
        );
        return And(
            IsAbove(Node("Mul", AddFloats(rest), own), limit),
            And(
                HasAll(
                    products.Length,
                    (column, product) =>
                        products[product]
                            .Factors.Any(factor => Array.Exists(factor.Terms, term => term.Column == column))
                ),
                IsZero(notPositive)
            )
        );
    }

    private OnnxValue AddOrders(OrderCheck[] orders)
    {
        var lower = AddColumns([.. orders.Select(order => (long)order.Lower)]);
        var upper = AddColumns([.. orders.Select(order => (long)order.Target)]);
        return And(
            Node("Greater", lower, upper),
            HasAll(orders.Length, (column, order) => column == orders[order].Lower || column == orders[order].Target)
        );
    }

    private OnnxValue AddLookup(LookupCheck check)
    {
        var (found, isValid) = lookups.Add(check.Lookup, AddColumns([check.Source]));
        var target = AddColumns([check.Target]);
        var limit = Limit(Abs(target), RelationCheck.RoundingShare, graph.AddScalar((float)check.Tolerance));
        return And(
            And(IsAbove(Node("Sub", found, target), limit), isValid),
            HasAll(1, (column, _) => column == check.Source || column == check.Target)
        );
    }

    /// <summary>Adds whether a row has all cells of each relation, bool [N, count].</summary>
    private OnnxValue HasAll(int count, Func<int, int, bool> isIn) =>
        IsZero(Node("MatMul", missing, Matrix(width, count, Flags(isIn))));

    private OnnxValue IsZero(OnnxValue counts) => graph.AddNode("Less", [AddFloats(counts), graph.AddScalar(0.5f)]);

    private OnnxValue IsAbove(OnnxValue distances, OnnxValue limits) => Node("Greater", Abs(distances), limits);

    private OnnxValue Limit(OnnxValue size, double share, OnnxValue tolerance) =>
        Node("Add", Node("Mul", size, graph.AddScalar((float)share)), tolerance);

    private OnnxValue Abs(OnnxValue numbers) => graph.AddNode("Abs", [numbers]);

    private OnnxValue AddColumns(long[] places) =>
        ColumnNodes.AddInOrder(graph, values, width, places).DeclareShape(MatrixNodes.BatchAxis, places.Length);

    private static Func<int, int, double> Flags(Func<int, int, bool> isSet) =>
        (row, column) => isSet(row, column) ? 1 : 0;

    /// <summary>Adds a matrix of float64. It is stored as a vector, which other formats of weights do not round.</summary>
    private OnnxValue Matrix(int rows, int columns, Func<int, int, double> value)
    {
        float[] all =
        [
            .. Enumerable
                .Range(0, rows)
                .SelectMany(row => Enumerable.Range(0, columns).Select(column => (float)value(row, column))),
        ];
        return Doubles(graph.AddNode("Reshape", [AddConstant(all), graph.AddIndices(rows, columns)]));
    }

    private OnnxValue Vector<T>(T[] checks, Func<T, double> value) =>
        AddConstant(Array.ConvertAll(checks, check => (float)value(check)));

    private OnnxValue AddConstant(float[] values) =>
        graph.AddInitializer($"relation_marks.{constantCount++}", values, values.Length);

    private OnnxValue And(OnnxValue a, OnnxValue b) => Node("And", a, b);

    private OnnxValue Node(string type, OnnxValue a, OnnxValue b) => graph.AddNode(type, [a, b]);

    private OnnxValue Doubles(OnnxValue numbers) => graph.AddCast(numbers, OnnxElementType.Float64);

    private OnnxValue AddFloats(OnnxValue numbers) => graph.AddCast(numbers, OnnxElementType.Float32);
}
