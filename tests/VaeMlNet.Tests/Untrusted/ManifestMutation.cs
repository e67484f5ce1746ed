using System.Text;
using System.Text.Json.Nodes;

namespace VaeMlNet.Tests;

/// <summary>Damages manifest.json: other types, missing and repeated members, huge numbers, deep nesting.</summary>
internal static class ManifestMutation
{
    private static readonly string[] Values =
    [
        "null",
        "true",
        "0",
        "-1",
        "0.5",
        "1e999",
        "-1e999",
        "1e-999",
        "2147483647",
        "2147483648",
        "9223372036854775808",
        new string('9', 20_000),
        "NaN",
        "\"NaN\"",
        "\"\"",
        "\"gaussian\"",
        "\"\\u0000\\ud800\"",
        "\"" + new string('x', 200_000) + "\"",
        "[]",
        "[null]",
        "[null, null]",
        "[{}]",
        "[[1]]",
        "[2147483647, 2147483647]",
        "{}",
        "{\"dim\": 1, \"dim\": 2}",
        Nested(20),
        Nested(50_000),
    ];

    public static byte[] Mutate(byte[] original, Random random)
    {
        var root = JsonNode.Parse(original)!;
        var written = new Dictionary<string, string>();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            (JsonNode parent, string key)[] places = [.. Places(root)];
            (var parent, var key) = places[random.Next(places.Length)];
            ChangeOne(parent, key, written, random);
        }
        // The marks stand for text that no serializer would write.
        var text = root.ToJsonString();
        foreach ((var mark, var value) in written)
        {
            text = text.Replace($"\"{mark}\"", value);
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        return random.Next(10) == 0 ? [.. Encoding.UTF8.GetPreamble(), .. bytes] : bytes;
    }

    private static void ChangeOne(JsonNode parent, string key, Dictionary<string, string> written, Random random)
    {
        var mark = $"@{written.Count}";
        var value = Values[random.Next(Values.Length)];
        if (parent is JsonArray array)
        {
            array[int.Parse(key)] = mark;
            written[mark] = value;
            return;
        }

        var members = (JsonObject)parent;
        var old = members[key]?.ToJsonString() ?? "null";
        members.Remove(key);
        switch (random.Next(4))
        {
            case 0:
                break;
            case 1:
                members[key] = mark;
                written[mark] = $"{old}, \"{key}\": {(random.Next(2) == 0 ? old : value)}";
                break;
            default:
                members[key] = mark;
                written[mark] = value;
                break;
        }
    }

    private static IEnumerable<(JsonNode Parent, string Key)> Places(JsonNode? node) =>
        node switch
        {
            JsonObject members => members
                .ToArray()
                .SelectMany(m => Places(m.Value).Prepend(((JsonNode)members, m.Key))),
            JsonArray array => array.SelectMany((item, i) => Places(item).Prepend((array, $"{i}"))),
            _ => [],
        };

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
