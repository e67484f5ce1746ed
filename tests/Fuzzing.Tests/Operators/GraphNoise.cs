using VaeMlNet;

namespace Fuzzing.Tests;

/// <summary>Adds random nodes and constants to a graph, and changes those that are there.</summary>
internal sealed class GraphNoise(FuzzModel model, Random random)
{
    private static readonly string[] Texts =
    [
        "constant",
        "reflect",
        "edge",
        "nearest",
        "linear",
        "cubic",
        "floor",
        "ceil",
        "half_pixel",
        "align_corners",
        "asymmetric",
        "NOTSET",
        "SAME_UPPER",
        "VALID",
        "DCR",
        "CRD",
        "mean",
        "sum",
        "none",
        "add",
        "LEFT",
        "forward",
        "bidirectional",
        "Relu",
        "ij,jk->ik",
        "ii->i",
        "...ij->...ji",
        "i,j",
        "TF",
        "",
    ];

    private static readonly Dictionary<string, StandardOperator> Operators = StandardOperators.All.ToDictionary(o =>
        o.Name
    );

    private int names;
    private int? type;
    private long[] shape = [];

    /// <summary>Adds a node of one of some operators that reads the given values and new constants.</summary>
    public OnnxNode AddNode(IReadOnlyList<StandardOperator> operators, IReadOnlyList<string> values)
    {
        var chosen = operators[random.Next(operators.Count)];
        var inputs = new string[random.Next(chosen.FewestInputs, chosen.MostInputs + 1)];
        // Most operators want inputs of one type.
        type = random.Next(10) switch
        {
            < 5 => 1,
            < 8 => 7,
            _ => null,
        };
        shape = FuzzTensor.RandomShape(random);
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = AddInput(chosen, i, values);
        }

        var name = NewName("node");
        var outputs = random.Next(20) == 0 ? random.Next(1, 4) : chosen.Outputs;
        OnnxNode node = new(
            name,
            chosen.Name,
            inputs,
            [.. Enumerable.Range(0, outputs).Select(i => $"{name}_{i}")],
            chosen
                .Attributes.Where(a => random.Next(a.Kind == 'I' ? 3 : 2) == 0)
                .ToDictionary(a => a.Name, a => Attribute(a.Kind))
        );
        model.Nodes.Add(node);
        return node;
    }

    /// <summary>Changes one thing: a constant, an attribute, an input, an operator.</summary>
    public void Change()
    {
        var at = random.Next(model.Nodes.Count);
        var node = model.Nodes[at];
        switch (random.Next(10))
        {
            case 0 or 1 or 2:
                ChangeConstant();
                break;
            case 3 or 4 when node.Attributes.Count > 0:
                var name = node.Attributes.Keys.ElementAt(random.Next(node.Attributes.Count));
                model.Nodes[at] = node with { Attributes = Changed(node, name) };
                break;
            case 5 or 6:
                string[] inputs = [.. node.Inputs];
                inputs[random.Next(inputs.Length)] = AnyValue(at);
                model.Nodes[at] = node with { Inputs = inputs };
                break;
            case 7:
                model.Nodes[at] = node with { Inputs = [.. node.Inputs, AnyValue(at)] };
                break;
            case 8:
                model.Nodes[at] = node with
                {
                    Operator = OperatorTable.Operators.ElementAt(random.Next(OperatorTable.Operators.Count)),
                };
                break;
            default:
                if (Operators.TryGetValue(node.Operator, out var known) && known.Attributes.Count > 0)
                {
                    var added = known.Attributes[random.Next(known.Attributes.Count)].Name;
                    model.Nodes[at] = node with { Attributes = Changed(node, added) };
                }

                break;
        }
    }

    private Dictionary<string, object> Changed(OnnxNode node, string attribute)
    {
        var kind = Operators[node.Operator].Attributes.FirstOrDefault(a => a.Name == attribute).Kind;
        return new(node.Attributes) { [attribute] = Attribute(kind) };
    }

    private void ChangeConstant()
    {
        var at = random.Next(model.Constants.Count);
        var old = model.Constants[at];
        model.Constants[at] = random.Next(4) switch
        {
            0 => FuzzTensor.Random(random, old.Name),
            1 => FuzzTensor.Random(random, old.Name, old.Type),
            2 => FuzzTensor.Random(random, old.Name, shape: old.Shape),
            _ => FuzzTensor.Random(random, old.Name, old.Type, old.Shape),
        };
    }

    private string AnyValue(int before)
    {
        string[] values =
        [
            .. model.Constants.Select(c => c.Name),
            .. model.Nodes.Take(before).SelectMany(n => n.Outputs),
            .. model.Nodes.SelectMany(n => n.Inputs),
        ];
        return random.Next(30) == 0 ? "" : values[random.Next(values.Length)];
    }

    private string AddInput(StandardOperator chosen, int index, IReadOnlyList<string> values)
    {
        if (index >= chosen.FewestInputs && random.Next(4) == 0)
        {
            return "";
        }

        if (values.Count > 0 && random.Next(5) < (index == 0 ? 4 : 2))
        {
            return values[random.Next(values.Count)];
        }

        // Inputs after the first are often axes, sizes and the like.
        var tensor = random.Next(8) switch
        {
            < 4 => FuzzTensor.Random(random, NewName("constant"), type, shape),
            < 6 when index > 0 => FuzzTensor.Random(random, NewName("constant"), 7, [random.Next(1, 5)]),
            < 6 => FuzzTensor.Random(random, NewName("constant"), type),
            _ => FuzzTensor.Random(random, NewName("constant")),
        };
        model.Constants.Add(tensor);
        return tensor.Name;
    }

    private object Attribute(char kind)
    {
        var isExtreme = random.Next(5) == 0;
        return random.Next(50) == 0
            ? Attribute("ifsIF"[random.Next(5)])
            : kind switch
            {
                'i' => FuzzTensor.RandomNumber(random, isExtreme),
                'f' => isExtreme ? float.NaN : (float)FuzzTensor.RandomNumber(random, isExtreme) * 0.25f,
                's' => Texts[random.Next(Texts.Length)],
                'F' => new float[random.Next(1, 5)],
                't' => FuzzTensor.Random(random, "value"),
                _ => Integers(isExtreme),
            };
    }

    private long[] Integers(bool isExtreme) =>
        [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => FuzzTensor.RandomNumber(random, isExtreme))];

    private string NewName(string kind) => $"{kind}_{names++}";
}
