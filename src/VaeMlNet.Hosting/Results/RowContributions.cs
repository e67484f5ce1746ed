using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace VaeMlNet.Hosting;

/// <summary>The contributions of a row by name: a part of the array of all rows, so that a row costs no dictionary.</summary>
/// <remarks>Thread safety: immutable.</remarks>
/// <param name="all">The contributions of all rows.</param>
/// <param name="row">The index of the row.</param>
internal sealed class RowContributions(RequestContributions all, int row) : IReadOnlyDictionary<string, float>
{
    /// <inheritdoc />
    public int Count => all.Names.Count;

    /// <inheritdoc />
    public IEnumerable<string> Keys => all.Names;

    /// <inheritdoc />
    public IEnumerable<float> Values => all.Names.Select((_, slot) => all[row, slot]);

    /// <inheritdoc />
    public float this[string key] => all[row, all.Places[key]];

    /// <inheritdoc />
    public bool ContainsKey(string key) => all.Places.ContainsKey(key);

    /// <inheritdoc />
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out float value)
    {
        var isKnown = all.Places.TryGetValue(key, out var slot);
        value = isKnown ? all[row, slot] : 0;
        return isKnown;
    }

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, float>> GetEnumerator() =>
        all.Names.Select((name, slot) => KeyValuePair.Create(name, all[row, slot])).GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>The contributions of all rows of a request.</summary>
/// <param name="Names">The names of the slots.</param>
/// <param name="Places">The place of each name.</param>
/// <param name="Values">The contributions: float32 [N, slots].</param>
internal sealed record RequestContributions(IReadOnlyList<string> Names, Dictionary<string, int> Places, float[] Values)
{
    public float this[int row, int slot] => Values[(row * Names.Count) + slot];
}
