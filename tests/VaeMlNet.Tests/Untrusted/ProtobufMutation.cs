namespace VaeMlNet.Tests;

/// <summary>
/// Damages critical parts of Protocol Buffers messages: lengths, counts, dimensions, nesting, field numbers and types.
/// </summary>
internal static class ProtobufMutation
{
    private static readonly ulong[] Numbers =
    [
        0,
        1,
        2,
        7,
        127,
        128,
        65_536,
        1UL << 30,
        int.MaxValue,
        1UL << 31,
        uint.MaxValue,
        (1UL << 32) + 1,
        long.MaxValue,
        1UL << 63,
        ulong.MaxValue,
    ];

    private const int LargestNesting = 100_000;

    private static readonly int[] Depths = [2, 40, 99, 101, 2000];

    public static byte[] Mutate(byte[] original, Random random)
    {
        var message = ProtobufField.Parse(original) ?? [];
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            ProtobufField[] all = [.. message.SelectMany(f => f.All)];
            if (all.Length > 0)
            {
                ChangeOne(message, all, random);
            }
        }

        return ProtobufField.Write(message);
    }

    private static void ChangeOne(List<ProtobufField> message, ProtobufField[] all, Random random)
    {
        var field = all[random.Next(all.Length)];
        var siblings = all.Select(f => f.Children).FirstOrDefault(c => c?.Contains(field) == true) ?? message;
        switch (random.Next(10))
        {
            case 0 or 1:
                field.Number = Numbers[random.Next(Numbers.Length)];
                break;
            case 2:
                siblings.Remove(field);
                break;
            case 3:
                siblings.AddRange(Enumerable.Range(0, random.Next(1, 60)).Select(_ => field.Clone()));
                break;
            case 4:
                var other = all[random.Next(all.Length)].Clone();
                (field.Number, field.Content, field.Children) = (other.Number, other.Content, other.Children);
                break;
            case 5:
                field.Tag = ((ulong)(uint)random.Next(0, 30) << 3) | (field.Tag & 7);
                break;
            case 6:
                field.Tag = (field.Tag & ~7UL) | (uint)random.Next(8);
                break;
            case 7:
                Nest(field, Depths[random.Next(Depths.Length)]);
                break;
            case 8:
                siblings.Reverse();
                break;
            default:
                field.Children = null;
                field.Content = new byte[random.Next(field.Content.Length + 20)];
                random.NextBytes(field.Content);
                break;
        }
    }

    /// <summary>Puts a field into copies of itself.</summary>
    private static void Nest(ProtobufField field, int depth)
    {
        var content = ProtobufField.Write([field]);
        for (var i = 1; i < depth && content.Length < LargestNesting; i++)
        {
            content = ProtobufField.Write([new() { Tag = (field.Tag & ~7UL) | 2, Content = content }]);
        }

        field.Tag = (field.Tag & ~7UL) | 2;
        field.Number = null;
        field.Children = null;
        field.Content = content;
    }
}
