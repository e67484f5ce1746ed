using System.IO.Compression;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class ModelSaveContext
{
    private readonly ZipArchive _archive;
    private readonly string _directory;
    private readonly MemoryStream _content = new();
    private readonly List<string> _strings = [];
    private (string Signature, uint Version, string Loader)? _version;

    private ModelSaveContext(ZipArchive archive, string directory)
    {
        _archive = archive;
        _directory = directory;
        Writer = new BinaryWriter(_content);
    }

    /// <summary>Gets the writer of the component's own bytes.</summary>
    internal BinaryWriter Writer { get; }

    /// <summary>Saves a component into a directory of the archive.</summary>
    internal static void Save(ZipArchive archive, ICanSaveModel model, string directory)
    {
        using var context = new ModelSaveContext(archive, directory);
        model.Save(context);
        context.WriteKey();
    }

    /// <summary>Writes the version of the component. <paramref name="loader"/> is the name in <see cref="ModelLoaders"/>.</summary>
    internal void SetVersion(string signature, uint version, string loader) => _version = (signature, version, loader);

    /// <summary>Writes the id of a string; null is -1.</summary>
    internal void SaveString(string text)
    {
        var id = text == null ? -1 : _strings.IndexOf(text);
        if (text != null && id < 0)
        {
            id = _strings.Count;
            _strings.Add(text);
        }

        Writer.Write(id);
    }

    internal void SaveStrings(IReadOnlyCollection<string> texts)
    {
        Writer.Write(texts.Count);
        foreach (var text in texts)
        {
            SaveString(text);
        }
    }

    /// <summary>Saves a part of the component into a directory below its own.</summary>
    internal void SaveModel(ICanSaveModel model, string name) => Save(_archive, model, $"{_directory}/{name}");

    /// <summary>Writes a file beside the component's Model.key.</summary>
    internal void SaveEntry(string name, Action<BinaryWriter> write) =>
        WriteEntry(_archive, $"{_directory}/{name}", write);

    internal static void WriteEntry(ZipArchive archive, string path, Action<BinaryWriter> write)
    {
        using var writer = new BinaryWriter(archive.CreateEntry(path).Open());
        write(writer);
    }

    partial void DisposeCore() => Writer.Dispose();

    private void WriteKey()
    {
        Writer.Flush();
        Check.That(_version != null, $"Nothing was saved into '{_directory}'.");
        var (signature, version, loader) = _version.Value;
        var key = new ModelKey(signature, version, loader, _content.ToArray(), [.. _strings]);
        SaveEntry(ModelKey.FileName, writer => writer.Write(key.ToBytes()));
    }
}
