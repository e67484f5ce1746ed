using System.Numerics;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Computes (value - offset) * scale for each slot of a column.</summary>
internal abstract class SlotFunction
{
    public abstract Delegate MakeGetter(DataViewRow row, DataViewSchema.Column column);
}

internal sealed class SlotFunction<T>(T[] scales, T[] offsets, bool isVector) : SlotFunction
    where T : struct, IFloatingPointIeee754<T>
{
    public IReadOnlyList<T> Scales => scales;

    public IReadOnlyList<T> Offsets => offsets;

    public override Delegate MakeGetter(DataViewRow row, DataViewSchema.Column column) =>
        isVector ? OfVectors(row.GetGetter<VBuffer<T>>(column)) : OfScalars(row.GetGetter<T>(column));

    private Delegate OfScalars(ValueGetter<T> get) =>
        (ValueGetter<T>)(
            (ref T dst) =>
            {
                get(ref dst);
                dst = (dst - offsets[0]) * scales[0];
            }
        );

    private Delegate OfVectors(ValueGetter<VBuffer<T>> get)
    {
        VBuffer<T> source = default;
        return (ValueGetter<VBuffer<T>>)(
            (ref VBuffer<T> dst) =>
            {
                get(ref source);
                Check.That(source.Length == scales.Length, "Check failed");
                var editor = VBufferEditor.Create(ref dst, source.Length);
                source.CopyTo(editor.Values);
                Apply(editor.Values);
                dst = editor.Commit();
            }
        );
    }

    private void Apply(Span<T> values)
    {
        ReadOnlySpan<T> scale = scales.AsSpan(0, values.Length);
        ReadOnlySpan<T> offset = offsets.AsSpan(0, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (values[i] - offset[i]) * scale[i];
        }
    }
}
