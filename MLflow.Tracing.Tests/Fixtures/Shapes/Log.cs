using System;
using System.Collections.Generic;

namespace Shapes
{
    /// <summary>The order in which things happened in a scenario.</summary>
    public sealed class Log
    {
        private readonly List<string> _entries = new List<string>();

        public bool Add(string entry)
        {
            _entries.Add(entry);
            return true;
        }

        public override string ToString() => string.Join(" ", _entries);
    }
}
