using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests;

/// <summary>x * sigmoid(x) * gain. It has no converter of its own.</summary>
internal sealed class Gate : nn.Module<Tensor, Tensor>
{
    public Gate(double gain)
        : base(nameof(Gate))
    {
        Gain = gain;
    }

    public double Gain { get; }

    public override Tensor forward(Tensor input) => input * sigmoid(input) * Gain;
}

/// <summary>x + body(x) + shift: an exportable module with a child and a parameter.</summary>
internal sealed class ResidualBlock : nn.Module<Tensor, Tensor>, IOnnxExportable
{
    private readonly Sequential body;
    private readonly Parameter shift;

    public ResidualBlock(long width)
        : base(nameof(ResidualBlock))
    {
        body = nn.Sequential(
            ("fc1", nn.Linear(width, 2 * width)),
            ("elu", nn.ELU()),
            ("fc2", nn.Linear(2 * width, width))
        );
        shift = nn.Parameter(rand(width));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => input + body.forward(input) + shift;

    public OnnxValue[] ExportTo(OnnxGraphBuilder graph, OnnxValue[] inputs, string path)
    {
        var sum = graph.AddNode("Add", [inputs[0], graph.AddModule(body, inputs[0], $"{path}.body")]);
        return [graph.AddNode("Add", [sum, graph.AddParameter($"{path}.shift", shift)])];
    }
}

/// <summary>A Sequential that does more than call its children.</summary>
internal sealed class DoublingSequential : Sequential
{
    public DoublingSequential(params nn.Module<Tensor, Tensor>[] modules)
        : base(modules) { }

    public override Tensor forward(Tensor tensor) => base.forward(tensor) * 2;
}

/// <summary>An exportable module whose ExportTo forgets its result.</summary>
internal sealed class Forgetful : nn.Module<Tensor, Tensor>, IOnnxExportable
{
    public Forgetful()
        : base(nameof(Forgetful)) { }

    public override Tensor forward(Tensor input) => input;

    public OnnxValue[] ExportTo(OnnxGraphBuilder graph, OnnxValue[] inputs, string path) => [];
}

/// <summary>An embedded category and numbers, joined: two inputs, and two outputs of which one is the joined vector.</summary>
internal sealed class TwoTowers : nn.Module<Tensor, Tensor, (Tensor, Tensor)>, IOnnxExportable
{
    private readonly Embedding embedding;
    private readonly Linear head;

    public TwoTowers()
        : base(nameof(TwoTowers))
    {
        embedding = nn.Embedding(11, 3);
        head = nn.Linear(3 + 4, 2);
        RegisterComponents();
    }

    public override (Tensor, Tensor) forward(Tensor category, Tensor numbers)
    {
        var joined = cat([embedding.forward(category), numbers], 1); // [N, 3 + 4]
        return (head.forward(joined), joined);
    }

    public OnnxValue[] ExportTo(OnnxGraphBuilder graph, OnnxValue[] inputs, string path)
    {
        var embedded = graph.AddModule(embedding, inputs[0], $"{path}.embedding");
        var joined = graph
            .AddNode("Concat", [embedded, inputs[1]], OnnxAttribute.Integer("axis", 1))
            .DeclareShape("N", 7);
        return [graph.AddModule(head, joined, $"{path}.head"), joined];
    }
}
