using System.Runtime.InteropServices;

namespace VaeMlNet.Data;

/// <summary>The values of texts that were read before, so that a text that comes again is not interpreted again.</summary>
/// <remarks>A text replaces another one with the same place, so that memory does not grow. Long texts are not kept.</remarks>
/// <param name="bits">The number of bits of a place: there is room for 2^bits texts.</param>
/// <param name="keeps">False if equal texts can have different values, so that none is kept.</param>
internal sealed class CellCache<T>(int bits, bool keeps = true)
{
    private const int LongestText = 32;
    private const ulong Odd = 0x9E37_79B9_7F4A_7C15;

    private Entry[] entries = [];

    /// <summary>Finds the value of a text.</summary>
    /// <param name="text">The text in UTF-8.</param>
    /// <param name="value">The value.</param>
    public bool TryGet(ReadOnlySpan<byte> text, out T value)
    {
        if (text.Length > LongestText || entries.Length == 0)
        {
            value = default!;
            return false;
        }

        Key key = new(text);
        ref readonly var entry = ref entries[key.Place(bits)];
        value = entry.Value;
        return entry.IsUsed && entry.Key == key;
    }

    /// <summary>Keeps the value of a text.</summary>
    public void Add(ReadOnlySpan<byte> text, T value)
    {
        if (!keeps || text.Length > LongestText)
        {
            return;
        }

        if (entries.Length == 0)
        {
            entries = new Entry[1 << bits];
        }

        Key key = new(text);
        entries[key.Place(bits)] = new(key, value, IsUsed: true);
    }

    private readonly record struct Entry(Key Key, T Value, bool IsUsed);

    private readonly record struct Key
    {
        private readonly ulong first;
        private readonly ulong second;
        private readonly ulong third;
        private readonly ulong fourth;
        private readonly int length;

        public Key(ReadOnlySpan<byte> text)
        {
            Span<byte> bytes = stackalloc byte[LongestText];
            text.CopyTo(bytes);
            var words = MemoryMarshal.Cast<byte, ulong>(bytes);
            (first, second, third, fourth) = (words[0], words[1], words[2], words[3]);
            length = text.Length;
        }

        // Multiplication carries each bit upwards, so that the upper bits depend on all of them.
        public int Place(int bits)
        {
            var hash = (first * Odd) ^ (second + (ulong)length);
            hash = (hash ^ (hash >> 32)) * Odd;
            hash ^= third + (fourth * Odd);
            hash = (hash ^ (hash >> 32)) * Odd;
            return (int)(hash >> (64 - bits));
        }
    }
}
