using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>A column from an output of an ONNX model, with the name and the type that ML.NET's ApplyOnnxModel gives it.</summary>
/// <param name="tensor">The output.</param>
/// <param name="slotNames">The slot names by the name of the node that contains them.</param>
internal sealed class ModelOutput(ModelTensor tensor, IReadOnlyDictionary<string, string[]> slotNames)
    : OutputColumn(ColumnNameOf(tensor.Name), tensor.ToGraphTensor())
{
    /// <summary>The suffix that ML.NET removes from the names of outputs, because its own exporter adds it.</summary>
    private const string ExportersSuffix = ".output";

    private readonly VectorDataViewType type = tensor.ColumnType;
    private readonly ReadOnlyMemory<char>[]? names = slotNames
        .GetValueOrDefault(OnnxSlotNames.NodeName(ColumnNameOf(tensor.Name)))
        ?.Select(n => n.AsMemory())
        .ToArray();

    public override DataViewType Type => type;

    public override Delegate MakeGetter(ICurrentOutput output) => tensor.Element.Use(new GetterOf(this, output));

    public override SchemaShape.Column Shape(SchemaShape.Column input) =>
        MlNetInternals.CreateShapeColumn(
            Name,
            type.IsKnownSize ? SchemaShape.Column.VectorKind.Vector : SchemaShape.Column.VectorKind.VariableVector,
            type.ItemType,
            isKey: false,
            names is null ? null : SlotNames.Shape()
        );

    public override DataViewSchema.Annotations Annotations(DataViewSchema.Column input) =>
        names is null ? DataViewSchema.Annotations.Empty : SlotNames.Annotations(names);

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

    private readonly record struct GetterOf(ModelOutput Column, ICurrentOutput Output) : IElementTypeUse<Delegate>
    {
        public Delegate With<T>()
            where T : struct
        {
            (var column, var output) = this;
            return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => column.Copy(output.Values().As<T>(), ref value));
        }
    }
}
