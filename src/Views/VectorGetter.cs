using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Views;

/// <summary>Creates getters of vectors.</summary>
/// <remarks>This source file is compiled into each assembly that has views.</remarks>
internal static class VectorGetter
{
    /// <summary>Returns a getter that copies the values that a function returns for the current row.</summary>
    public static ValueGetter<VBuffer<T>> Of<T>(Func<ReadOnlySpan<T>> read) =>
        (ref VBuffer<T> value) =>
        {
            var values = read();
            var editor = VBufferEditor.Create(ref value, values.Length);
            values.CopyTo(editor.Values);
            value = editor.Commit();
        };

    /// <summary>Returns a getter of vectors of one width, whose values an action writes for the current row.</summary>
    public static ValueGetter<VBuffer<T>> Fill<T>(int width, Action<Span<T>> write) =>
        (ref VBuffer<T> value) =>
        {
            var editor = VBufferEditor.Create(ref value, width);
            write(editor.Values);
            value = editor.Commit();
        };
}
