using System.Globalization;
using System.Text.Json.Nodes;

namespace VaeMlNet.Cli;

/// <summary>A description of an ONNX file.</summary>
/// <param name="path">The path of the file, as the user gave it.</param>
/// <param name="size">The length of the file in bytes.</param>
/// <param name="file">The content of the file.</param>
internal sealed class OnnxDescription(string path, long size, OnnxFileInfo file) : Description
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="CommandException">The file is missing or not an ONNX model.</exception>
    public static OnnxDescription Read(string path)
    {
        var file = OnnxFile.Read(path);
        return new OnnxDescription(path, InputFile.Read(path, stream => stream.Length), file);
    }

    public override JsonObject ToJson() =>
        new()
        {
            ["file"] = path,
            ["bytes"] = size,
            ["producer"] = file.Producer,
            ["ir_version"] = file.IrVersion,
            ["opsets"] = new JsonObject(file.Opsets.Select(o => KeyValuePair.Create(o.Key, (JsonNode?)o.Value))),
            ["inputs"] = Tensors(file.Inputs),
            ["outputs"] = Tensors(file.Outputs),
            ["operators"] = new JsonObject(file.Operators.Select(o => KeyValuePair.Create(o.Key, (JsonNode?)o.Value))),
        };

    public override void Print(CommandTerminal terminal)
    {
        terminal.WriteLine(FormattableString.Invariant($"{path}: an ONNX model of {Bytes(size)}{Origin()}"));
        terminal.WriteTable(
            "inputs and outputs",
            ["", "name", "type"],
            [.. file.Inputs.Select(t => Cells("input", t)), .. file.Outputs.Select(t => Cells("output", t))]
        );
        terminal.WriteTable(
            FormattableString.Invariant($"{file.Operators.Values.Sum()} nodes"),
            ["operator", "nodes"],
            file.Operators.Select(o => new[] { o.Key, o.Value.ToString(CultureInfo.InvariantCulture) })
        );
    }

    private string Origin()
    {
        var opsets = string.Join(", ", file.Opsets.Select(o => FormattableString.Invariant($"{o.Key} {o.Value}")));
        var producer = file.Producer.Length > 0 ? $", written by {file.Producer}" : "";
        return FormattableString.Invariant($", IR version {file.IrVersion}, opset {opsets}{producer}");
    }

    private static JsonArray Tensors(IEnumerable<OnnxFileTensor> tensors) =>
        [.. tensors.Select(t => new JsonObject { ["name"] = t.Name, ["type"] = t.Type })];

    private static string[] Cells(string role, OnnxFileTensor tensor) => [role, tensor.Name, tensor.Type];
}
