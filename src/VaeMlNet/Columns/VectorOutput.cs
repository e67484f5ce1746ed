using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>A Vector&lt;Single, width&gt; column that reads an output.</summary>
/// <param name="name">The name of the column.</param>
/// <param name="tensor">The output.</param>
/// <param name="hasInputSlots">True if its slots correspond to those of the input and have the same names.</param>
/// <param name="slotNames">The names of its slots otherwise; null for none.</param>
internal sealed class VectorOutput(
    string name,
    GraphTensor tensor,
    bool hasInputSlots = false,
    IReadOnlyList<string>? slotNames = null
) : OutputColumn(name, tensor)
{
    private readonly VectorDataViewType type = new(NumberDataViewType.Single, tensor.Width);

    public bool HasInputSlots => hasInputSlots;

    public IReadOnlyList<string>? OwnSlotNames => slotNames;

    public override DataViewType Type => type;

    public override Delegate MakeGetter(CurrentOutput output) => VectorGetter.Of<float>(() => output().As<float>());

    public override SchemaShape.Column Shape(SchemaShape.Column input)
    {
        var annotations = slotNames is null ? null : SlotNames.Shape();
        if (hasInputSlots && input.Annotations is { } given && given.Any(a => a.Name == TextAnnotation.SlotNames))
        {
            annotations = new SchemaShape(given.Where(a => a.Name == TextAnnotation.SlotNames));
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
        if (!hasInputSlots || input.Annotations?.Schema.GetColumnOrNull(TextAnnotation.SlotNames) is null)
        {
            return TextAnnotation.Create(TextAnnotation.SlotNames, slotNames) ?? DataViewSchema.Annotations.Empty;
        }

        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(input.Annotations, kind => kind == TextAnnotation.SlotNames);
        return builder.ToAnnotations();
    }
}
