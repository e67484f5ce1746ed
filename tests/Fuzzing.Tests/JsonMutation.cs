using System.Text.Json.Nodes;

namespace Fuzzing.Tests;

/// <summary>
/// Damages JSON that remains valid JSON: changes a value, removes a member, or adds one or many items to an array.
/// </summary>
internal static class JsonMutation
{
    private static readonly Func<JsonNode?>[] Values =
    [
        () => null,
        () => JsonValue.Create(0),
        () => JsonValue.Create(-1),
        () => JsonValue.Create(int.MaxValue),
        () => JsonValue.Create(1L << 40),
        () => JsonNode.Parse("1e400"),
        () => JsonValue.Create(0.5),
        () => JsonValue.Create(""),
        () => JsonValue.Create("../../x"),
        () => JsonValue.Create(new string('x', 100_000)),
        () => JsonValue.Create(true),
        () => new JsonObject(),
        () => new JsonArray(),
        () => new JsonObject { ["kind"] = "custom" },
        () => new JsonArray([.. Enumerable.Range(0, 20_000).Select(_ => JsonValue.Create(1))]),
        () => new JsonArray([.. Enumerable.Range(0, 3).Select(_ => JsonValue.Create(1_000_000))]),
        () => JsonNode.Parse(string.Concat(Enumerable.Repeat("[", 60)) + string.Concat(Enumerable.Repeat("]", 60))),
    ];

    /// <summary>Changes one place and returns its path.</summary>
    public static string Mutate(JsonNode root, Random random)
    {
        List<JsonNode> places = [];
        Collect(root, places);
        var place = places[random.Next(places.Count)];
        switch (place)
        {
            case JsonObject members when members.Count > 0:
                var name = members.ElementAt(random.Next(members.Count)).Key;
                if (random.Next(4) == 0)
                {
                    members.Remove(name);
                }
                else
                {
                    members[name] = Values[random.Next(Values.Length)]();
                }

                return $"{members.GetPath()}.{name}";
            case JsonArray items:
                items.Insert(random.Next(items.Count + 1), Values[random.Next(Values.Length)]());
                return $"{items.GetPath()}[]";
            default:
                ((JsonObject)place)["added"] = 1;
                return $"{place.GetPath()}.added";
        }
    }

    private static void Collect(JsonNode? node, List<JsonNode> places)
    {
        switch (node)
        {
            case JsonObject members:
                places.Add(members);
                foreach ((_, var value) in members)
                {
                    Collect(value, places);
                }

                break;
            case JsonArray items:
                places.Add(items);
                foreach (var item in items)
                {
                    Collect(item, places);
                }

                break;
        }
    }
}
