using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests.Support;

/// <summary>x * sigmoid(x) * gain; has no converter of its own.</summary>
internal sealed class Gate : nn.Module<Tensor, Tensor>
{
    public Gate(double gain)
        : base(nameof(Gate)) => Gain = gain;

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
