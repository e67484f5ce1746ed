using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace VaeMlNet.Hosting;

/// <summary>The contributions of a row by name: a part of the array of all rows, so that a row costs no dictionary.</summary>
/// <remarks>Thread safety: immutable.</remarks>
/// <param name="names">The names of the slots.</param>
/// <param name="places">The place of each name.</param>
/// <param name="values">The contributions of all rows.</param>
/// <param name="first">The place of the first contribution of the row.</param>
internal sealed class RowContributions(
    IReadOnlyList<string> names,
    Dictionary<string, int> places,
    float[] values,
    int first
) : IReadOnlyDictionary<string, float>
{
    /// <inheritdoc />
    public int Count => names.Count;

    /// <inheritdoc />
    public IEnumerable<string> Keys => names;

    /// <inheritdoc />
    public IEnumerable<float> Values => names.Select((_, slot) => values[first + slot]);

    /// <inheritdoc />
    public float this[string key] => values[first + places[key]];

    /// <inheritdoc />
    public bool ContainsKey(string key) => places.ContainsKey(key);

    /// <inheritdoc />
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out float value)
    {
        var isKnown = places.TryGetValue(key, out var slot);
        value = isKnown ? values[first + slot] : 0;
        return isKnown;
    }

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, float>> GetEnumerator() =>
        names.Select((name, slot) => KeyValuePair.Create(name, values[first + slot])).GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
