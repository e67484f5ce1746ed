using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VaeMlNet;

/// <summary>The values of a tensor in some rows: the bytes of numbers and Booleans, or texts.</summary>
/// <remarks>Virtual members return it instead of typed values, because virtual calls of generic methods are slow: rows are read one by one.</remarks>
internal readonly ref struct RowValues
{
    private readonly Span<byte> bytes;
    private readonly Span<ReadOnlyMemory<char>> texts;
    private readonly bool areTexts;

    /// <param name="bytes">The bytes of numbers or Booleans.</param>
    public RowValues(Span<byte> bytes)
    {
        this.bytes = bytes;
    }

    public RowValues(Span<ReadOnlyMemory<char>> texts)
    {
        this.texts = texts;
        areTexts = true;
    }

    /// <summary>Returns the values as those of their type, or of another type of the same layout.</summary>
    public Span<T> As<T>()
        where T : struct
    {
        if (areTexts != (typeof(T) == typeof(ReadOnlyMemory<char>)))
        {
            throw new ArgumentException($"The values are {(areTexts ? "texts" : "numbers")}, not {typeof(T).Name}.");
        }

        return typeof(T) == typeof(ReadOnlyMemory<char>)
            ? MemoryMarshal.CreateSpan(
                ref Unsafe.As<ReadOnlyMemory<char>, T>(ref MemoryMarshal.GetReference(texts)),
                texts.Length
            )
            : MemoryMarshal.Cast<byte, T>(bytes);
    }
}
