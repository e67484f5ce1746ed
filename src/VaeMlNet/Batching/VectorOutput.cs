using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>A Vector&lt;Single, width&gt; column from an output; with the input's slot names when slots correspond.</summary>
internal sealed class VectorOutput(string name, GraphTensor tensor, bool hasInputSlots = false)
    : OutputColumn(name, tensor)
{
    /// <summary>The name under which ML.NET keeps slot names.</summary>
    private const string SlotNames = "SlotNames";

    private readonly VectorDataViewType type = new(NumberDataViewType.Single, tensor.Width);

    public bool HasInputSlots => hasInputSlots;

    public override DataViewType Type => type;

    public override Delegate MakeGetter(ICurrentOutput output) =>
        (ValueGetter<VBuffer<float>>)(
            (ref VBuffer<float> value) =>
            {
                ReadOnlySpan<float> row = output.Values<float>();
                VBufferEditor<float> editor = VBufferEditor.Create(ref value, row.Length);
                row.CopyTo(editor.Values);
                value = editor.Commit();
            }
        );

    public override SchemaShape.Column Shape(SchemaShape.Column input)
    {
        SchemaShape? annotations = null;
        if (hasInputSlots && input.Annotations is { } given)
        {
            annotations = new SchemaShape(given.Where(a => a.Name == SlotNames));
        }
        return MlNetInternals.CreateShapeColumn(
            Name,
            SchemaShape.Column.VectorKind.Vector,
            type.ItemType,
            isKey: false,
            annotations
        );
    }

    public override DataViewSchema.Annotations Annotations(DataViewSchema.Column input)
    {
        if (!hasInputSlots)
        {
            return DataViewSchema.Annotations.Empty;
        }
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(input.Annotations, kind => kind == SlotNames);
        return builder.ToAnnotations();
    }
}
