using System.IO.Compression;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>A saved component while it is read.</summary>
internal sealed class ModelLoadContext
{
    private readonly ZipArchive _archive;
    private readonly string _directory;
    private readonly ModelKey _key;

    private ModelLoadContext(IHostEnvironment environment, ZipArchive archive, string directory)
    {
        Environment = environment;
        _archive = archive;
        _directory = directory;
        _key = ModelKey.Parse(ReadEntry(archive, $"{directory}/{ModelKey.FileName}") ?? throw Corrupt());
        Reader = new BinaryReader(new MemoryStream(_key.Content));
    }

    public IHostEnvironment Environment { get; }

    /// <summary>Gets the reader of the component's own bytes.</summary>
    public BinaryReader Reader { get; }

    /// <summary>Loads the component in a directory of the archive.</summary>
    /// <exception cref="FormatException">It is not there, damaged, or of an unknown or another kind.</exception>
    public static T Load<T>(IHostEnvironment environment, ZipArchive archive, string directory)
        where T : class
    {
        var context = new ModelLoadContext(environment, archive, directory);
        try
        {
            return ModelLoaders.Load(context._key.Loader, context) as T ?? throw Corrupt();
        }
        catch (Exception e) when (e is EndOfStreamException or ArgumentException)
        {
            throw new FormatException("Corrupt model file", e);
        }
    }

    public static byte[] ReadEntry(ZipArchive archive, string path)
    {
        // Archives written on Windows may have the other separator.
        var entry = archive.Entries.FirstOrDefault(candidate => candidate.FullName.Replace('\\', '/') == path);
        if (entry == null)
        {
            return null;
        }

        using var stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    public string LoadString()
    {
        var id = Reader.ReadInt32();
        if (id < -1 || id >= _key.Strings.Length)
        {
            throw Corrupt();
        }

        return id < 0 ? null : _key.Strings[id];
    }

    public string[] LoadStrings()
    {
        var texts = new string[LoadCount()];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = LoadString();
        }

        return texts;
    }

    /// <summary>
    /// Reads the number of items that follow. Throws if it is negative or greater than the number of bytes left.
    /// </summary>
    public int LoadCount()
    {
        var count = Reader.ReadInt32();
        if (count < 0 || count > Reader.BaseStream.Length - Reader.BaseStream.Position)
        {
            throw Corrupt();
        }

        return count;
    }

    public T LoadModel<T>(string name)
        where T : class => Load<T>(Environment, _archive, $"{_directory}/{name}");

    public BinaryReader OpenEntry(string name) =>
        new(new MemoryStream(ReadEntry(_archive, $"{_directory}/{name}") ?? throw Corrupt()));

    public static FormatException Corrupt() => new("Corrupt model file");
}
