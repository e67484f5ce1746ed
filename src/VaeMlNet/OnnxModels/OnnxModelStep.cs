using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>
/// Creates the step of ApplyOnnxModelBatched: one graph, with a column for each of its inputs and requested outputs.
/// </summary>
internal static class OnnxModelStep
{
    public const string Name = "ApplyOnnxModelBatched";

    /// <exception cref="ArgumentOutOfRangeException">
    /// The model has no input or output of a name, a shape does not fit, or the batch size is out of its range.
    /// </exception>
    /// <exception cref="ArgumentException">An input is not named, or two outputs would have the same name.</exception>
    /// <exception cref="NotSupportedException">An output is not a tensor with dimensions.</exception>
    /// <exception cref="InvalidOperationException">ML.NET has no column type for an element type.</exception>
    public static BatchedOnnxStep Create(
        OnnxModelSource model,
        OnnxModelColumns columns,
        int batchSize,
        SessionSettings settings
    )
    {
        var inputs = columns.InputsOf(model.Graph);
        var outputs = columns.OutputsOf(model.Graph);
        var axis = FindBatchAxis(inputs, outputs);
        StepInput[] feeds = [.. inputs.Select(i => new ModelInput(i))];
        var step = new BatchedOnnxStep
        {
            Name = Name,
            ModelFolder = model.Name,
            Owner = new OnnxModelOwner($"{Name} of model '{model.Name}'"),
            Graphs = [new StepGraph(model.Name, model.Bytes, [.. feeds.Select(f => f.Tensor)])],
            Inputs = feeds,
            Outputs = [.. outputs.Select(o => new ModelOutput(o, model.Graph.SlotNames))],
            BatchSize = batchSize,
            BatchAxis = axis,
            NewBatch = ConfirmedBatch.Create,
            // Batches are compared with single rows one after the other, and can be of any size.
            Settings = settings.ForSuccessiveRuns(),
        }.Checked();
        return axis.MissingBecause is null ? step : step with { BatchSize = 1 };
    }

    private static BatchAxis FindBatchAxis(ModelTensor[] inputs, ModelTensor[] outputs)
    {
        ModelTensor[] all = [.. inputs, .. outputs];
        if (Array.Find(all, t => !t.HasBatchAxis) is { } closed)
        {
            return BatchAxis.Missing($"'{closed.Name}' is {closed.Description}, whose first dimension is fixed");
        }

        return Array.Find(outputs, o => !o.IsOfKnownSize) is { } open
            ? BatchAxis.Missing(
                $"the size of a row of output '{open.Name}', {open.Description}, is unknown until it is computed, unless ShapeDictionary gives it"
            )
            : BatchAxis.Declared;
    }
}

/// <summary>
/// The user of a session for an ONNX model outside a model folder. Errors have the types of ML.NET's own errors.
/// </summary>
internal sealed class OnnxModelOwner(string name) : SessionOwner(name)
{
    public override Exception NotAccepted(string model, string file, OnnxRuntimeException cause) =>
        ModelErrors.NotInitialized(model, cause);

    public override Exception RunFailed(OnnxRuntimeException cause) => ModelErrors.RunFailed(Name, cause);
}

/// <summary>A column from an output of an ONNX model, with the name and the type that ML.NET's ApplyOnnxModel gives it.</summary>
internal sealed class ModelOutput(ModelTensor tensor, IReadOnlyDictionary<string, string[]> slotNames)
    : OutputColumn(ColumnNameOf(tensor.Name), tensor.ToGraphTensor())
{
    /// <summary>The suffix that ML.NET removes from the names of outputs, because its own exporter adds it.</summary>
    private const string ExportersSuffix = ".output";

    private readonly VectorDataViewType type = tensor.ColumnType;
    private readonly string[]? names = slotNames.GetValueOrDefault(OnnxSlotNames.NodeName(ColumnNameOf(tensor.Name)));

    public override DataViewType Type => type;

    public override Delegate MakeGetter(CurrentOutput output) => tensor.Element.Use(new GetterOf(this, output));

    public override SchemaShape.Column Shape(SchemaShape.Column input) =>
        MlNetInternals.CreateShapeColumn(
            Name,
            type.IsKnownSize ? SchemaShape.Column.VectorKind.Vector : SchemaShape.Column.VectorKind.VariableVector,
            type.ItemType,
            isKey: false,
            names is null ? null : SlotNames.Shape()
        );

    public override DataViewSchema.Annotations Annotations(DataViewSchema.Column input) =>
        TextAnnotation.Create(TextAnnotation.SlotNames, names) ?? DataViewSchema.Annotations.Empty;

    private static string ColumnNameOf(string output) =>
        output.EndsWith(ExportersSuffix, StringComparison.Ordinal)
            ? output.Replace(ExportersSuffix, "", StringComparison.Ordinal)
            : output;

    private void Copy<T>(ReadOnlySpan<T> values, ref VBuffer<T> destination)
    {
        if (type.IsKnownSize && values.Length != type.Size)
        {
            throw ModelErrors.WrongOutputLength(Tensor.Name, values.Length, type.Size);
        }

        var editor = VBufferEditor.Create(ref destination, values.Length);
        values.CopyTo(editor.Values);
        destination = editor.Commit();
    }

    private readonly record struct GetterOf(ModelOutput Column, CurrentOutput Output) : IElementTypeUse<Delegate>
    {
        public Delegate With<T>()
            where T : struct
        {
            (var column, var output) = this;
            return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => column.Copy(output().As<T>(), ref value));
        }
    }
}
