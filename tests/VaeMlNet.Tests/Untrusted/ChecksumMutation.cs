using System.Text;

namespace VaeMlNet.Tests;

/// <summary>Damages SHA256SUMS: paths outside the folder, repeated or missing lines, and invalid checksums.</summary>
internal static class ChecksumMutation
{
    private static readonly string[] Paths =
    [
        "../manifest.json",
        "test_data_set_0/../manifest.json",
        "test_data_set_0/../../outside",
        "./manifest.json",
        "/etc/passwd",
        "//etc/passwd",
        "C:\\Windows\\win.ini",
        "\\\\server\\share\\x",
        "~/x",
        "",
        ".",
        "..",
        "test_data_set_0",
        "test_data_set_0/",
        "SHA256SUMS",
        "MANIFEST.JSON",
        "manifest.json\0",
        "manifest.json\r",
        "manifest.json ",
        "nul",
        "\u202emanifest.json",
        "*",
        new string('x', 5000),
        string.Concat(Enumerable.Repeat("x/", 5000)) + "x",
    ];

    public static byte[] Mutate(byte[] original, Random random)
    {
        List<string> lines = [.. Encoding.UTF8.GetString(original).Split('\n')];
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(lines.Count);
            var line = lines[at];
            switch (random.Next(8))
            {
                case 0:
                    lines.RemoveAt(at);
                    lines.Add("");
                    break;
                case 1:
                    lines.Insert(random.Next(lines.Count), line);
                    break;
                case 2 or 3:
                    lines[at] = new string('0', 64) + "  " + Paths[random.Next(Paths.Length)];
                    break;
                case 4 when line.Length > 66:
                    lines[at] = line[..66] + Paths[random.Next(Paths.Length)];
                    break;
                case 5 when line.Length > 66:
                    lines[at] = line[..random.Next(66)] + line[random.Next(66)..];
                    break;
                case 6:
                    lines[at] = line.ToUpperInvariant();
                    break;
                default:
                    lines[at] = "\ufeff" + line + (char)random.Next(0x10000);
                    break;
            }
        }

        return Encoding.UTF8.GetBytes(string.Join(random.Next(8) == 0 ? "\r\n" : "\n", lines));
    }
}
