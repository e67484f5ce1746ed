using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace VaeMlNet.OnnxExport.Build
{
    /// <summary>
    /// Copies an ELF library, and marks a version that it needs of another library as weak in the copy. The loader then loads the copy where the
    /// version is missing. MSBuild compiles this file when a program is built.
    /// </summary>
    /// <remarks>
    /// The layout is that of the System V ABI for 64-bit little-endian files, and of "Symbol Versioning" in the Linux Standard Base Core
    /// Specification 5.0, chapter 10.7: Verneed and Vernaux.
    /// </remarks>
    public sealed class PreferCppVersion : Task
    {
        private const int DynamicSymbols = 11; // SHT_DYNSYM
        private const int NeededVersions = 0x6ffffffe; // SHT_GNU_verneed
        private const int SymbolVersions = 0x6fffffff; // SHT_GNU_versym
        private const ushort Weak = 2; // VER_FLG_WEAK

        private byte[] bytes = new byte[0];

        /// <summary>Gets or sets the path of the library.</summary>
        [Required]
        public string Library { get; set; } = "";

        /// <summary>Gets or sets the name of the version, for example GLIBCXX_3.4.32.</summary>
        [Required]
        public string Version { get; set; } = "";

        /// <summary>Gets or sets the only symbol that may have this version. If there are others, the copy is unchanged.</summary>
        [Required]
        public string Symbol { get; set; } = "";

        /// <summary>Gets or sets the path of the copy.</summary>
        [Required]
        public string Output { get; set; } = "";

        /// <summary>Writes the copy.</summary>
        /// <returns>True if it was written.</returns>
        public override bool Execute()
        {
            bytes = File.ReadAllBytes(Library);
            var entry = FindNeededVersion();
            if (entry >= 0 && HasNoOtherSymbol(UInt16(entry + 6)))
            {
                bytes[entry + 4] |= (byte)Weak; // vna_flags
            }
            else if (entry >= 0)
            {
                Log.LogMessage(
                    MessageImportance.High,
                    Library + " needs " + Version + " for more than " + Symbol + ", so it is copied as it is."
                );
            }

            // Whole or not at all, if two builds write it at once.
            var temporary = Output + "." + Guid.NewGuid().ToString("N");
            Directory.CreateDirectory(Path.GetDirectoryName(Output));
            File.WriteAllBytes(temporary, bytes);
            File.Delete(Output);
            File.Move(temporary, Output);
            return true;
        }

        // Returns the place of the Vernaux, or -1.
        private int FindNeededVersion()
        {
            var section = FindSection(NeededVersions);
            if (section < 0)
            {
                return -1;
            }

            var strings = SectionStart(SectionHeader(Int32(section + 40))); // sh_link
            for (var (need, moreNeeds) = (SectionStart(section), true); moreNeeds; need += Int32(need + 12))
            {
                for (var (entry, moreEntries) = (need + Int32(need + 8), true); moreEntries; entry += Int32(entry + 12))
                {
                    if (Text(strings + Int32(entry + 8)) == Version)
                    {
                        return entry;
                    }

                    moreEntries = Int32(entry + 12) != 0;
                }

                moreNeeds = Int32(need + 12) != 0;
            }

            return -1;
        }

        private bool HasNoOtherSymbol(int versionIndex)
        {
            var symbols = FindSection(DynamicSymbols);
            var names = SectionStart(SectionHeader(Int32(symbols + 40)));
            var versions = SectionStart(FindSection(SymbolVersions));
            var count = SectionSize(symbols) / 24;
            for (var i = 0; i < count; i++)
            {
                if (
                    (UInt16(versions + (2 * i)) & 0x7fff) == versionIndex
                    && Text(names + Int32(SectionStart(symbols) + (24 * i))) != Symbol
                )
                {
                    return false;
                }
            }

            return true;
        }

        // Returns the place of the header of the first section of a type, or -1.
        private int FindSection(int type)
        {
            var isElf64 =
                bytes.Length > 64
                && bytes[0] == 0x7f
                && bytes[1] == 'E'
                && bytes[2] == 'L'
                && bytes[3] == 'F'
                && bytes[4] == 2
                && bytes[5] == 1;
            if (!isElf64)
            {
                return -1;
            }

            for (var i = 0; i < UInt16(60); i++) // e_shnum
            {
                if (Int32(SectionHeader(i) + 4) == type)
                {
                    return SectionHeader(i);
                }
            }

            return -1;
        }

        private int SectionHeader(int index) => checked((int)BitConverter.ToInt64(bytes, 40)) + (index * UInt16(58)); // e_shoff, e_shentsize

        private int SectionStart(int header) => checked((int)BitConverter.ToInt64(bytes, header + 24));

        private int SectionSize(int header) => checked((int)BitConverter.ToInt64(bytes, header + 32));

        private string Text(int start) =>
            Encoding.ASCII.GetString(bytes, start, Array.IndexOf(bytes, (byte)0, start) - start);

        private int Int32(int start) => BitConverter.ToInt32(bytes, start);

        private ushort UInt16(int start) => BitConverter.ToUInt16(bytes, start);
    }
}
