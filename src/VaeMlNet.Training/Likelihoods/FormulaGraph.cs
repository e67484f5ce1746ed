using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>A graph to which formulas add nodes.</summary>
internal sealed class FormulaGraph(OnnxGraphBuilder builder, string prefix)
{
    private const int TableSize = 16;

    private readonly Dictionary<Number[], OnnxValue> rows = [];
    private OnnxValue? factorialRemainders;

    public OnnxGraphBuilder Builder => builder;

    /// <summary>Adds a node that reads numbers.</summary>
    public OnnxValue AddNode(string operatorType, params NodeNumber[] inputs) =>
        builder.AddNode(operatorType, [.. inputs.Select(input => input.ToValue(this))]);

    /// <summary>Adds a node that reads a condition and numbers.</summary>
    public OnnxValue AddNode(string operatorType, OnnxValue condition, params NodeNumber[] inputs) =>
        builder.AddNode(operatorType, [condition, .. inputs.Select(input => input.ToValue(this))]);

    /// <summary>Adds constants: a scalar, or a row with one for each slot.</summary>
    public OnnxValue AddConstants(Number[] constants)
    {
        if (constants.Length == 1)
        {
            return builder.AddScalar((float)constants[0].Value);
        }

        if (!rows.TryGetValue(constants, out var row))
        {
            var values = Array.ConvertAll(constants, constant => (float)constant.Value);
            row = builder.AddInitializer($"{prefix}_{rows.Count}", values, 1, values.Length);
            rows.Add(constants, row);
        }

        return row;
    }

    /// <summary>
    /// Adds log(x!) - x log(max(x, 1)) + x of counts, which is log(2 pi x)/2 + s(x) for x above 0: a table up to 15, then two terms, whose error is
    /// below 1E-6.
    /// </summary>
    public OnnxValue AddFactorialRemainder(OnnxValue x)
    {
        var last = builder.AddScalar(TableSize - 1);
        var index = builder.AddCast(builder.AddNode("Min", [x, last]), OnnxElementType.Int64);
        factorialRemainders ??= builder.AddInitializer(
            $"{prefix}_rests",
            [.. Enumerable.Range(0, TableSize).Select(i => (float)GammaFunction.FactorialRemainder(i))],
            TableSize
        );
        var small = builder.AddNode("Gather", [factorialRemainders, index]);
        var large = new NodeNumber(this, builder.AddNode("Max", [x, last]));
        var half = NodeNumber.Log(large * (2 * Math.PI)) * 0.5;
        return AddNode(
            "Where",
            builder.AddNode("Greater", [x, last]),
            half + ((NodeNumber)(1 / 12.0) / large),
            new(this, small)
        );
    }
}
